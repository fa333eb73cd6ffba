import NexusCore

extension HealthReport: SchemaRepresentable {
    /// The body of `/health` and the probes.
    public static var schema: Schema {
        .object(
            .required("status", .enumeration(["healthy", "degraded", "unhealthy"])),
            .required("version", .string()),
            .required("uptime_seconds", .integer(minimum: 0)),
            .required(
                "components",
                .map(
                    of: .object(
                        .required("status", .enumeration(["healthy", "degraded", "unhealthy"])),
                        .required("latency_ms", .number),
                        .optional("critical", .boolean),
                        .optional("detail", .string())
                    )
                )
            )
        )
    }
}
