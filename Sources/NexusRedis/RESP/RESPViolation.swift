/// Why bytes are not the reply of a Redis that can be trusted to stay in step.
enum RESPViolation: String, Error, Hashable {
    case unknownType = "a reply of unknown type"
    case malformedInteger = "a malformed integer"
    case malformedLength = "a malformed length"
    case malformedLineEnd = "a malformed line end"
    case lineTooLong = "a line over the limit"
    case replyTooLong = "a reply over the limit"
    case tooManyElements = "more elements than the limit"
    case tooDeep = "arrays nested over the limit"
}
