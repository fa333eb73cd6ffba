import Testing

@testable import Nexus

private enum Color: String, Codable { case red }

private struct Paint: Codable { var color: Color }

private struct Email: Decodable {
    private enum Keys: CodingKey { case address }
    init(from decoder: any Decoder) throws {
        let address = try decoder.container(keyedBy: Keys.self).decode(String.self, forKey: .address)
        guard address.contains("@") else { throw Refused() }
    }
    struct Refused: Error {}
}

private struct Contact: Decodable { var email: Email }

private enum Event: Codable {
    case opened(by: String)
    case closed
}

private struct Journal: Codable { var events: [Event] }

private struct Answer: Encodable { var text: String }

private struct Forgiving: Decodable {
    private enum Keys: CodingKey { case color }
    init(from decoder: any Decoder) throws {
        _ = try? decoder.container(keyedBy: Keys.self).decode(Color.self, forKey: .color)
    }
}

private struct FreeKeys: Decodable {
    struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Key.self)
        for key in keyed.allKeys { _ = try keyed.decode(String.self, forKey: key) }
    }
}

private enum Kind: String, Codable, CaseIterable { case round, square }

private struct Tagged: Decodable {
    private enum Keys: CodingKey { case kind, radius, side }
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Keys.self)
        switch try keyed.decode(Kind.self, forKey: .kind) {
        case .round: _ = try keyed.decode(Int.self, forKey: .radius)
        case .square: _ = try keyed.decode(Int.self, forKey: .side)
        }
    }
}

private struct Switched: Decodable {
    private enum Keys: CodingKey { case on, level }
    init(from decoder: any Decoder) throws {
        let keyed = try decoder.container(keyedBy: Keys.self)
        if try keyed.decode(Bool.self, forKey: .on) { _ = try keyed.decode(Int.self, forKey: .level) }
    }
}

private final class Endless: Decodable {
    let other: Endless
}

private struct Validated: Decodable, SchemaRepresentable {
    static var schema: Schema { .string(format: "email") }
    init(from decoder: any Decoder) throws { throw Email.Refused() }
}

private struct NeedsExample: Decodable { var address: Validated }

private struct Keyed: Codable { var counts: [Kind: Int] }

private final class Growing<T: Codable>: Codable {
    var next: Growing<[T]>?
}

@Suite struct SchemaProbeFailureTests {
    static let refused: [(any Any.Type, type: String, place: String)] = [
        (Color.self, "Color", "Color"),
        (Paint.self, "Color", "Paint.color"),
        (Contact.self, "Email", "Contact.email"),
        (Journal.self, "Event", "Journal.events"),
        (Answer.self, "Answer", "Answer"),
        ([Answer].self, "Answer", "Array<Answer>"),
        (Forgiving.self, "Color", "Forgiving.color"),
        (FreeKeys.self, "FreeKeys", "FreeKeys"),
        (Tagged.self, "Tagged", "Tagged"),
        (Switched.self, "Switched", "Switched"),
        (Endless.self, "Endless", "Endless.other"),
        (NeedsExample.self, "Validated", "NeedsExample.address"),
        (Keyed.self, "Dictionary<Kind, Int>", "Keyed.counts"),
        (Int.Type.self, "Int.Type", "Int.Type"),
    ]

    @Test("an incomplete schema is an error that names the type and the key", arguments: refused.indices)
    func refuses(index: Int) throws {
        let (type, name, place) = Self.refused[index]
        let error = #expect(throws: SchemaError.self) { try SchemaProbe().schema(of: type) }
        #expect(error?.type == name)
        #expect(error?.place == place)
        #expect(error?.reason.isEmpty == false)
    }

    @Test func aTypeThatNeverEndsIsRefused() {
        let error = #expect(throws: SchemaError.self) { try SchemaProbe().schema(of: Growing<Int>.self) }
        #expect(error?.reason == "it is nested too deeply")
    }
}
