import Testing

/// Everything that needs a real `redis-server`, one after the other: figures are measured here.
@Suite(.serialized, .enabled(if: RedisServer.isInstalled, Comment(rawValue: RedisServer.missing)), .timeLimit(.minutes(2)))
struct RealRedisTests {}
