// swift-tools-version:6.2

import PackageDescription

let package = Package(
    name: "plugin",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "nexus", path: "../..")],
    targets: [
        .executableTarget(
            name: "plugin",
            dependencies: [
                .product(name: "Nexus", package: "nexus"),
                .product(name: "NexusAuth", package: "nexus"),
            ],
            path: "Sources"
        )
    ]
)
