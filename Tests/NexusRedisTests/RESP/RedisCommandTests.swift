import NIOCore
import Testing

@testable import NexusRedis

@Suite struct RedisCommandTests {
    @Test func encodesAsAnArrayOfBulkStrings() {
        let command: RedisCommand = ["SET", "kéy", 42, .bytes([0, 13, 10]), ""]
        #expect(
            command.encoded()
                == ByteBuffer(bytes: Array("*5\r\n$3\r\nSET\r\n$4\r\nkéy\r\n$2\r\n42\r\n$3\r\n\u{0}\r\n\r\n$0\r\n\r\n".utf8))
        )
    }

    @Test func theParserReadsWhatTheEncoderWrites() throws {
        var random = SeededRandom(seed: 9)
        for _ in 0..<200 {
            let words = (0..<Int.random(in: 1...9, using: &random)).map { _ in
                (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            var parser = RESPParser()
            parser.append(RedisCommand(words.map { .bytes($0) }).encoded())
            #expect(try parser.next() == .array(words.map { .bulk($0) }))
        }
    }

    @Test(arguments: [
        (RESPValue.error("OOM command not allowed"), "OOM" as String?),
        (.error("MOVED 3999 127.0.0.1:6381"), "MOVED"),
        (.error("lower case secret"), "ERR"),
        (.error(""), "ERR"),
        (.simple("OK"), nil),
    ])
    func namesTheCodeOnly(reply: RESPValue, code: String?) {
        #expect(reply.errorCode == code)
    }
}

extension RedisCommand {
    fileprivate func encoded() -> ByteBuffer {
        var buffer = ByteBuffer()
        self.encode(into: &buffer)
        return buffer
    }
}
