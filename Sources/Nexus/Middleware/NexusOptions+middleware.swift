extension NexusOptions {
    /// Refuses what has no effect where another server owns the connections: an option that does nothing is a false promise.
    /// - Throws: ``NexusError`` naming the option.
    func checkForMiddleware() throws(NexusError) {
        let defaults = NexusOptions()
        var connections = self.limits
        connections.maxTargetLength = defaults.limits.maxTargetLength
        connections.maxBodySize = defaults.limits.maxBodySize
        for (name, isSet) in [
            ("tls", self.tls != nil),
            ("management_port", self.managementPort != nil),
            ("handler_executor", self.handlerExecutor != .eventLoop),
            ("shutdown_timeout", self.shutdownTimeout != defaults.shutdownTimeout),
            ("shutdown_delay", self.shutdownDelay != defaults.shutdownDelay),
            ("limits (but for max_target_length and max_body_size)", connections != defaults.limits),
        ] where isSet {
            throw NexusError("\(name) has no effect behind another server; set it there")
        }
    }
}
