package import NexusAuth

extension AuditStatus {
    /// The audit trail as metrics.
    package var metrics: [MetricFamily] {
        [
            .gauge("nexus_audit_healthy", "Whether the audit trail can be written: 1 or 0.", self.isHealthy ? 1 : 0),
            .gauge("nexus_audit_queued_records", "Audit records waiting to be written.", self.queued),
            .counter("nexus_audit_records_accepted", "Audit records taken in.", self.accepted),
            .counter("nexus_audit_records_written", "Audit records written.", self.written),
            MetricFamily(
                "nexus_audit_records_dropped", help: "Audit records given up: for want of room, or at shut-down.", kind: .counter,
                samples: [
                    MetricSample(self.shed, labels: [MetricLabel("reason", "overflow")]),
                    MetricSample(self.lost, labels: [MetricLabel("reason", "shutdown")]),
                ]
            ),
            .counter("nexus_audit_write_failures", "Writes of the audit trail that failed.", self.failures),
            .gauge("nexus_audit_last_flush_seconds", "Duration of the last flush.", Double(self.lastFlushNanoseconds) * 1e-9),
            .gauge("nexus_audit_slowest_flush_seconds", "Duration of the slowest flush.", Double(self.slowestFlushNanoseconds) * 1e-9),
        ]
    }
}
