import NIOCore

/// Turns received bytes into replies for the connection.
final class RedisChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let connection: RedisConnection
    private let generation: UInt64
    private var parser: RESPParser

    init(connection: RedisConnection, generation: UInt64, limits: RESPLimits) {
        self.connection = connection
        self.generation = generation
        self.parser = RESPParser(limits: limits)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.parser.append(self.unwrapInboundIn(data))
        var replies: [RESPValue] = []
        do throws(RESPViolation) {
            try self.parser.drain(into: &replies)
            self.connection.received(replies, generation: self.generation)
        } catch {
            self.connection.received(replies, generation: self.generation)
            self.connection.lost(.violation(error), generation: self.generation)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.connection.lost(.connectionLost, generation: self.generation)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.connection.lost(RedisError(.unavailable, "the connection failed: \(type(of: error))"), generation: self.generation)
    }
}
