import ArgumentParser
import Nexus
import NexusCore
import NexusReference

/// `nexus user`
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Manage the users of /api/auth/login.", subcommands: [Add.self, Remove.self])

    /// `nexus user add`
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "add", abstract: "Add a user; the password is read from standard input.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The user name.") var username: String
        @Option(name: .long, help: "A role; may be repeated.") var role: [String] = []
        @Option(name: .long, help: "The tenant.") var tenant: String?

        func run() async throws {
            guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                throw CommandError("no password on standard input")
            }
            let tenant = try self.tenant.map { text in
                guard let tenant = TenantID(verified: text) else {
                    throw CommandError("--tenant is not an identifier that the gate accepts")
                }
                return tenant
            }
            let users = UserStore.reference(try ReferenceDatabase(path: try self.options.load().configuration.database))
            let user = try await users.add(self.username, password: password, tenant: tenant, roles: self.role)
            print("added \(user.username)")
        }
    }

    /// `nexus user remove`
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "remove", abstract: "Remove a user and void its sessions.")

        @OptionGroup var options: ConfigurationOptions
        @Argument(help: "The user name.") var username: String

        func run() async throws {
            let users = UserStore.reference(try ReferenceDatabase(path: try self.options.load().configuration.database))
            guard try await users.remove(self.username) else { throw CommandError("there is no user \(self.username)") }
            print("removed \(self.username)")
        }
    }
}
