import NexusAuth

/// The reference of `nexus.yaml`, made from the table that reads it.
public enum ConfigurationReference {
    /// Every key with its format, default, environment variable and purpose, as Markdown.
    public static var markdown: String {
        let defaults = NexusConfiguration()
        var text = """
            # Configuration reference

            The environment is stronger than the secrets directory, that than the file, that than the preset. An unknown key is an error.

            - Durations: `500ms`, `30s`, `5m`, `1h`, `7d`, or a bare number of seconds.
            - Sizes: `512B`, `10KiB`, `1MiB`, `10KB`, or a bare number of bytes.
            - Booleans: `true` and `false` only.
            - Secrets: `${ENV_NAME}`, `file:PATH`, or the value itself.
            - Lists in the environment are separated by commas; structures are YAML in braces or brackets. Empty ones are `[]` and `{}`.
            - The secrets directory (`NEXUS_SECRETS_DIR`) holds a file for each key, named as the key: `auth.jwt.secret`.
            - `NEXUS_ENV` is `production` or `development`; `NEXUS_CONFIG` names the file.
            - `null` for a section of `auth` takes it out of a preset; `security_headers: null` sends none of those fields.

            """
        text += self.table("Keys", OptionTable<NexusConfiguration>.configuration.options, defaults, hasVariables: true)
        text += self.table("A role of `auth.rbac`", OptionTable<Role>.role.options, Role(permissions: []), hasVariables: false)
        text += self.table(
            "A limit of `auth.rate_limit.route_limits`", OptionTable<RouteLimit>.routeLimit.options, RouteLimit(requestsPerMinute: 0),
            hasVariables: false)
        text += self.table(
            "An issuer of `auth.jwt.issuers`", OptionTable<TrustedIssuer>.issuer.options, TrustedIssuer(issuer: AcceptedValues([String]())),
            hasVariables: false)
        text += "\n## Presets\n"
        for stack in PresetStack.all {
            let yaml = stack.yaml.isEmpty ? "# only the built-in defaults" : stack.yaml
            text += "\n`\(stack.preset)`\(stack.needsCredentials ? " (needs credentials)" : "")\n\n```yaml\n\(yaml)\n```\n"
        }
        return text
    }

    private static func table<Root>(
        _ title: String, _ options: [ConfigurationOption<Root>], _ defaults: Root, hasVariables: Bool
    ) -> String {
        var text = "\n## \(title)\n\n"
        text +=
            hasVariables
            ? "| key | value | default | variable | |\n| --- | --- | --- | --- | --- |\n"
            : "| key | value | default | |\n| --- | --- | --- | --- |\n"
        for option in options {
            let value = self.defaultValue(of: option, in: defaults).map { "`\($0)`" } ?? ""
            let variable = hasVariables ? " `\(option.environmentName)` |" : ""
            text += "| `\(option.key)` | \(option.format) | \(value) |\(variable) \(option.summary) |\n"
        }
        return text
    }

    /// The default, if there is one that could be written: a required key has none.
    private static func defaultValue<Root>(of option: ConfigurationOption<Root>, in defaults: Root) -> String? {
        guard let value = option.show(defaults), !value.isEmpty else { return nil }
        guard option.shape == .scalar else { return value }
        var scratch = defaults
        return (try? option.write(&scratch, .text(value))) == nil ? nil : value
    }
}
