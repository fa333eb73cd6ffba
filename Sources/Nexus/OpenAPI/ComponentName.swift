/// A type's name in the alphabet of component names (OpenAPI 3.1, Components Object).
struct ComponentName {
    let text: String

    init(_ typeName: String) {
        var text = ""
        for scalar in typeName.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", "-": text.unicodeScalars.append(scalar)
            default: if !text.hasSuffix("_") { text.append("_") }
            }
        }
        while text.hasSuffix("_") { text.removeLast() }
        self.text = text.isEmpty ? "Unnamed" : text
    }
}
