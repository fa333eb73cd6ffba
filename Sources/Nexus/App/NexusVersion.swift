/// The version of the package.
public enum NexusVersion {
    /// The version, as in `CHANGELOG.md`.
    public static let current = "0.1.0"
}
