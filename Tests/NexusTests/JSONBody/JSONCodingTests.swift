import Foundation
import NIOCore
import Testing

@testable import Nexus

@Suite("JSON bodies")
struct JSONCodingTests {
    /// What Foundation makes of a value, read back.
    private func expected(_ value: some Encodable) throws -> NSObject {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        return try self.parsed(encoder.encode(value))
    }

    private func parsed(_ data: Data) throws -> NSObject {
        try #require(try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed) as? NSObject)
    }

    private func check(_ value: some Encodable, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let bytes = try JSONCoding.encode(value)
        #expect(try self.parsed(Data(bytes)) == self.expected(value), sourceLocation: sourceLocation)
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }

    @Test("Values encode as Foundation encodes them")
    func sameAsFoundation() throws {
        try self.check(Everything())
        try self.check([Everything(), Everything()])
        try self.check(["one": Everything()])
        try self.check(
            Tree(name: "a", children: [Tree(name: "b", children: []), Tree(name: "c", children: [Tree(name: "d", children: [])])]))
        try self.check([Shape.circle(radius: 1.5), .square(side: 2, "x"), .nothing])
        try self.check([1: "one", 2: "two"])
        try self.check([String?]([nil, "a"]))
        try self.check([[1, 2], [], [3]])
        try self.check([String: [String: [Int]]]())
    }

    @Test("A value that is no object may stand alone")
    func fragments() throws {
        #expect(try self.text("text") == #""text""#)
        #expect(try self.text(17) == "17")
        #expect(try self.text(String?.none) == "null")
        #expect(try self.text(true) == "true")
    }

    @Test("Members keep the order of the type, those of a dictionary are sorted")
    func order() throws {
        struct Ordered: Encodable {
            var zebra = 1
            var ant = ["z": 1, "a": 2, "m": 3]
        }
        #expect(try self.text(Ordered()) == #"{"zebra":1,"ant":{"a":2,"m":3,"z":1}}"#)
    }

    @Test("Integers and numbers are spelled exactly")
    func numbers() throws {
        #expect(try self.text([Int64.min, .max]) == "[-9223372036854775808,9223372036854775807]")
        #expect(try self.text([UInt64.max]) == "[18446744073709551615]")
        #expect(try self.text([Int128.min]) == "[-170141183460469231731687303715884105728]")
        #expect(try self.text([0.1, 1, -2.5, 1e300]) == "[0.1,1,-2.5,1e+300]")
        #expect(try self.text([Float(0.1), 3]) == "[0.1,3]")
        #expect(try self.text([try #require(Decimal(string: "12345678901234567890.125"))]) == "[12345678901234567890.125]")
    }

    @Test("What JSON cannot express is refused with its path", arguments: [Double.nan, .infinity, -.infinity])
    func notANumber(number: Double) throws {
        struct Holder: Encodable { var list: [Double] }
        let error = #expect(throws: EncodingError.self) { try JSONCoding.encode(["outer": Holder(list: [1, number])]) }
        guard case .invalidValue(_, let context) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(context.codingPath.map(\.stringValue) == ["outer", "list", "1"])
    }

    @Test("Strings are escaped so that they end where they end")
    func strings() throws {
        for text in [
            "\"", "\\", "\u{0}", "\n\r\t", "\u{7F}", "\u{2028}\u{2029}", "é", "𝄞", "</script>", String(repeating: "a\"", count: 500),
        ] {
            try self.check([text: text])
        }
    }

    @Test("Containers that are held open may be filled in any order")
    func heldContainers() throws {
        try self.check(Interleaved())
        #expect(try self.text(Interleaved()) == #"{"first":{"a":1,"b":3},"list":[2,[5],{"x":6}],"last":4}"#)
    }

    @Test("A subclass continues its superclass, or keeps it apart")
    func inheritance() throws {
        try self.check(Joined())
        try self.check(Apart())
    }

    @Test("An object that is continued has each name once")
    func continuedObjects() throws {
        struct Extended: Encodable {
            let names: [String]

            func encode(to encoder: any Encoder) throws {
                var object = encoder.container(keyedBy: JSONKey.self)
                try object.encode(["b\"": ["c": 1]], forKey: JSONKey("a"))
                for name in self.names {
                    var more = encoder.container(keyedBy: JSONKey.self)
                    try more.encode(name, forKey: JSONKey(name))
                }
            }
        }
        #expect(try self.text(Extended(names: ["b\"", "c"])) == #"{"a":{"b\"":{"c":1}},"b\"":"b\"","c":"c"}"#)
        for names in [["a"], ["b", "b"], ["b\"", "c", "b\""]] {
            #expect(throws: EncodingError.self, "\(names)") { try JSONCoding.encode(Extended(names: names)) }
        }
    }

    @Test("A value that encodes nothing, or two kinds of containers, is an error and not broken JSON")
    func mistakes() throws {
        struct Silent: Encodable { func encode(to encoder: any Encoder) {} }
        struct Torn: Encodable {
            func encode(to encoder: any Encoder) throws {
                var object = encoder.container(keyedBy: JSONKey.self)
                try object.encode(1, forKey: JSONKey("a"))
                var list = encoder.unkeyedContainer()
                try list.encode(2)
            }
        }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Silent()) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode([Silent()]) }
        struct Mute: Encodable { func encode(to encoder: any Encoder) { _ = encoder.singleValueContainer() } }
        struct Double: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(1)
                try container.encode(2)
            }
        }
        struct Careless: Encodable {
            func encode(to encoder: any Encoder) throws {
                var object = encoder.container(keyedBy: JSONKey.self)
                try? object.encode([Float.nan], forKey: JSONKey("x"))
                try object.encode(1, forKey: JSONKey("y"))
            }
        }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Torn()) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Mute()) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(["a": Mute()]) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode([Double()]) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Careless()) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Shadowing()) }
    }
}

private struct Everything: Encodable {
    var bool = true
    var int8 = Int8.min
    var int16 = Int16.max
    var int32 = Int32.min
    var int = -1
    var uint8 = UInt8.max
    var uint16 = UInt16.max
    var uint32 = UInt32.max
    var uint = UInt(7)
    var double = 3.25
    var float = Float(0.5)
    var text = "ü\n\"quoted\""
    var list = ["a", "b"]
    var nested = ["x": ["y": 1]]
    var some: Int? = 5
    var none: Int?
    var date = Date(timeIntervalSince1970: 1_700_000_000)
    var dates = [Date(timeIntervalSince1970: 0)]
    var url = URL(string: "https://example.com/a?b=c")
    var data = Data([0, 255, 128])
    var decimal = Decimal(42)
    var uuid = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
    var raw = Raw.second
}

private enum Raw: String, Encodable { case first, second }

private struct Tree: Encodable {
    var name: String
    var children: [Tree]
}

private enum Shape: Encodable {
    case circle(radius: Double)
    case square(side: Int, String)
    case nothing
}

private struct Interleaved: Encodable {
    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: JSONKey.self)
        var first = object.nestedContainer(keyedBy: JSONKey.self, forKey: JSONKey("first"))
        try first.encode(1, forKey: JSONKey("a"))
        var list = object.nestedUnkeyedContainer(forKey: JSONKey("list"))
        try list.encode(2)
        try object.encode(4, forKey: JSONKey("last"))
        try first.encode(3, forKey: JSONKey("b"))
        var inner = list.nestedUnkeyedContainer()
        var last = list.nestedContainer(keyedBy: JSONKey.self)
        try last.encode(6, forKey: JSONKey("x"))
        try inner.encode(5)
    }
}

private class Base: Encodable {
    var base = "base"
}

private final class Joined: Base {
    private enum CodingKeys: CodingKey { case joined }

    override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .joined)
    }
}

private final class Shadowing: Base {
    private enum CodingKeys: CodingKey { case base }

    override func encode(to encoder: any Encoder) throws {
        try super.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .base)
    }
}

private final class Apart: Base {
    private enum CodingKeys: CodingKey { case apart, parent, empty }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(1, forKey: .apart)
        try super.encode(to: container.superEncoder())
        try super.encode(to: container.superEncoder(forKey: .parent))
        _ = container.superEncoder(forKey: .empty)
    }
}
