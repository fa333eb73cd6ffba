// swift-tools-version:6.2

import PackageDescription

let package = Package(
    name: "hello",
    platforms: [.macOS(.v26)],
    dependencies: [.package(name: "nexus", path: "../..")],
    targets: [
        .executableTarget(
            name: "hello",
            dependencies: [
                .product(name: "Nexus", package: "nexus"),
                .product(name: "NexusAuth", package: "nexus"),
            ],
            path: "Sources"
        )
    ]
)
