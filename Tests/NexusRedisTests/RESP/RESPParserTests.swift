import NIOCore
import Testing

@testable import NexusRedis

@Suite struct RESPParserTests {
    static let replies: [(String, RESPValue)] = [
        ("+OK\r\n", .simple("OK")),
        ("+\r\n", .simple("")),
        ("-NOSCRIPT No matching script\r\n", .error("NOSCRIPT No matching script")),
        (":0\r\n", .integer(0)),
        (":+7\r\n", .integer(7)),
        (":-42\r\n", .integer(-42)),
        (":9223372036854775807\r\n", .integer(.max)),
        (":-9223372036854775808\r\n", .integer(.min)),
        ("$5\r\nhe\r\no\r\n", .bulk(Array("he\r\no".utf8))),
        ("$0\r\n\r\n", .bulk([])),
        ("$-1\r\n", .null),
        ("*-1\r\n", .null),
        ("*0\r\n", .array([])),
        ("*4\r\n:1\r\n:119\r\n:500000\r\n:0\r\n", .array([.integer(1), .integer(119), .integer(500_000), .integer(0)])),
        ("*2\r\n*1\r\n$1\r\na\r\n*2\r\n*0\r\n$-1\r\n", .array([.array([.bulk([0x61])]), .array([.array([]), .null])])),
    ]

    @Test(arguments: replies) func readsWhole(text: String, expected: RESPValue) throws {
        var parser = RESPParser()
        parser.append(ByteBuffer(string: text))
        #expect(try parser.next() == expected)
        #expect(try parser.next() == nil)
    }

    @Test(arguments: replies) func readsByteByByte(text: String, expected: RESPValue) throws {
        var parser = RESPParser()
        let bytes = Array(text.utf8)
        for byte in bytes.dropLast() {
            parser.append(ByteBuffer(bytes: [byte]))
            #expect(try parser.next() == nil)
        }
        parser.append(ByteBuffer(bytes: bytes.suffix(1)))
        #expect(try parser.next() == expected)
    }

    @Test func readsAStreamInAnyPieces() throws {
        let bytes = Self.replies.flatMap { Array($0.0.utf8) }
        var random = SeededRandom(seed: 5)
        for _ in 0..<500 {
            var parser = RESPParser()
            var rest = bytes[...]
            var seen: [RESPValue] = []
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...17, using: &random))
                rest = rest.dropFirst(piece.count)
                parser.append(ByteBuffer(bytes: piece))
                while let reply = try parser.next() { seen.append(reply) }
            }
            #expect(seen == Self.replies.map(\.1))
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 400 Bad Request\r\n", RESPViolation.unknownType),
        ("\r\n", .unknownType),
        ("%1\r\n", .unknownType),
        (":\r\n", .malformedInteger),
        (":-\r\n", .malformedInteger),
        (":1x\r\n", .malformedInteger),
        (":9223372036854775808\r\n", .malformedInteger),
        (":99999999999999999999999999\r\n", .malformedInteger),
        ("$-2\r\n", .malformedLength),
        ("$x\r\n", .malformedLength),
        ("*-7\r\n", .malformedLength),
        ("$3\r\nabcde", .malformedLineEnd),
        ("+OK\rX", .malformedLineEnd),
        ("$1048577\r\n", .replyTooLong),
        ("$9223372036854775807\r\n", .replyTooLong),
        ("*4097\r\n", .tooManyElements),
        ("*9223372036854775807\r\n", .tooManyElements),
        (String(repeating: "*1\r\n", count: 9), .tooDeep),
        ("+" + String(repeating: "x", count: 20_000), .lineTooLong),
        (
            String(repeating: "*64\r\n", count: 1) + String(repeating: "*64\r\n" + String(repeating: ":1\r\n", count: 64), count: 64),
            .tooManyElements
        ),
    ])
    func refuses(text: String, violation: RESPViolation) throws {
        var parser = RESPParser()
        parser.append(ByteBuffer(string: text))
        #expect(throws: violation) { while try parser.next() != nil {} }
        parser.append(ByteBuffer(string: "+OK\r\n"))
        #expect(throws: violation) { try parser.next() }
    }

    @Test func boundsAReplyOfManyParts() throws {
        var parser = RESPParser(limits: RESPLimits(replyLength: 1000))
        parser.append(ByteBuffer(string: "*4\r\n" + String(repeating: "$400\r\n" + String(repeating: "x", count: 400) + "\r\n", count: 3)))
        #expect(throws: RESPViolation.replyTooLong) { try parser.next() }
    }

    @Test func countsEachReplyAnew() throws {
        var parser = RESPParser(limits: RESPLimits(replyLength: 100, elements: 16))
        for _ in 0..<1000 {
            parser.append(ByteBuffer(string: "*10\r\n" + String(repeating: ":1\r\n", count: 10)))
            #expect(try parser.next() == .array(Array(repeating: .integer(1), count: 10)))
        }
    }

    @Test func survivesAnything() {
        var random = SeededRandom(seed: 1)
        let alphabet = Array("+-:$*\r\n0123456789 aE".utf8)
        let corpus = Self.replies.map { Array($0.0.utf8) }
        var whole = 0
        for _ in 0..<40_000 {
            var parser = RESPParser(limits: RESPLimits(lineLength: 64, replyLength: 256, elements: 16, depth: 3))
            var bytes = (0..<3).flatMap { _ in corpus.randomElement(using: &random) ?? [] }
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: at)
                case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
                case 2: if at < bytes.count { bytes.remove(at: at) }
                default: bytes.removeSubrange(at..<min(bytes.count, at + 3))
                }
            }
            var rest = bytes[...]
            do throws(RESPViolation) {
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...24, using: &random))
                    rest = rest.dropFirst(piece.count)
                    parser.append(ByteBuffer(bytes: piece))
                    while try parser.next() != nil { whole += 1 }
                }
            } catch {
                #expect(throws: error) { try parser.next() }
            }
        }
        #expect(whole > 1000)
    }
}
