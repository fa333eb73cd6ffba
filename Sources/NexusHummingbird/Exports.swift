// What setting Nexus up needs, without the names that Hummingbird has too: Request, Response and RequestContext stay Hummingbird's.
@_exported public import NexusAuth
@_exported public import NexusCore

@_exported public import enum NIOCore.SocketAddress
@_exported public import struct Nexus.CORSConfig
@_exported public import class Nexus.Nexus
@_exported public import struct Nexus.NexusAuthPlugin
@_exported public import struct Nexus.NexusOptions
@_exported public import struct Nexus.RouteGroup
@_exported public import struct Nexus.RouteMetadata
@_exported public import struct Nexus.SecurityHeaders
