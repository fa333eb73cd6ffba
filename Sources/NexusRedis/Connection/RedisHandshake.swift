import NexusCore

/// The commands that open a connection, sent together, and what their replies mean.
struct RedisHandshake: Sendable {
    enum Step: Sendable, Hashable {
        case authenticate
        case select
        case setName
        case ping
    }

    /// In the order of sending.
    let steps: [Step]
    /// As long as `steps`.
    let commands: [RedisCommand]

    init(url: RedisURL, clientName: String?) throws(SecretError) {
        var steps: [Step] = []
        var commands: [RedisCommand] = []
        if let password = url.password {
            let user: [RedisCommand.Argument] = url.username.map { [.text($0)] } ?? []
            steps.append(.authenticate)
            commands.append(RedisCommand(["AUTH"] + user + [.bytes(try password.resolve())]))
        }
        if url.database != 0 {
            steps.append(.select)
            commands.append(["SELECT", .integer(url.database)])
        }
        if let clientName {
            steps.append(.setName)
            commands.append(["CLIENT", "SETNAME", .text(clientName)])
        }
        // Always last: only a Redis that answers it serves, whatever the kernel accepted on its behalf.
        steps.append(.ping)
        commands.append(["PING"])
        self.steps = steps
        self.commands = commands
    }

    /// Why a reply ends the handshake; nil when it does not.
    static func refusal(_ step: Step, _ reply: RESPValue) -> RedisError? {
        guard let code = reply.errorCode else { return nil }
        switch step {
        case .authenticate: return .refused(code, by: "AUTH")
        case .select: return .refused(code, by: "SELECT")
        case .setName: return nil
        case .ping: return code == "NOPERM" ? nil : .refused(code, by: "PING")
        }
    }
}
