// One import is enough to write an app.
@_exported public import NexusAuth
@_exported public import NexusCore
