extension NexusOptions {
    /// Refuses ports that are none, or the same one twice.
    /// - Throws: ``NexusError``.
    func requirePorts() throws(NexusError) {
        for port in [self.apiPort, self.managementPort ?? 0] where !(0...65_535).contains(port) {
            throw NexusError("a port is a number from 0 to 65535, not \(port)")
        }
        guard self.managementPort != self.apiPort || self.apiPort == 0 else {
            throw NexusError("the management port is the API's port \(self.apiPort); choose another one")
        }
    }
}
