import Testing

@testable import Nexus

/// The problems of a configuration that must not load.
func problems(
    of yaml: String, environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
) throws -> [String] {
    let error = #expect(throws: ConfigurationError.self, sourceLocation: sourceLocation) {
        try NexusConfiguration.load(yaml: yaml, environment: environment)
    }
    return try #require(error, sourceLocation: sourceLocation).problems
}

extension String {
    /// A secret without any weakness.
    static let strongSecret = "q7VxJm2ZtR9wLc4KpYb8HsNd3GfUeA6T"
}
