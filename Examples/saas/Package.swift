// swift-tools-version:6.2

import PackageDescription

let package = Package(
    name: "saas",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "nexus", path: "../..")],
    targets: [
        .executableTarget(
            name: "saas",
            dependencies: [
                .product(name: "Nexus", package: "nexus"),
                .product(name: "NexusAuth", package: "nexus"),
                .product(name: "NexusCore", package: "nexus"),
            ],
            path: "Sources"
        )
    ]
)
