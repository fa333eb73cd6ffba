import Foundation
import Nexus
import NexusCore
import NexusReference

/// What development mode prints once the server listens: commands to paste.
struct DevelopmentGuide: NexusPlugin {
    let name = "development_guide"
    private let origin: @Sendable (_ port: Int) -> String
    private let text: @Sendable (_ base: String) -> String

    /// Prepares the commands, with fresh tokens and demo accounts.
    init(_ setup: Setup) async throws {
        let minter = try setup.minter()
        let options = setup.configuration.options
        let scheme = options.tls == nil ? "http" : "https"
        let host = options.apiHost.contains(":") ? "[\(options.apiHost)]" : options.apiHost
        self.origin = { "\(scheme)://\(host):\($0)" }
        func token(_ user: String, _ role: String, _ tenant: String) throws -> String {
            try minter.mint(subject: user, roles: [role], tenant: tenant, lifetime: 8 * 3_600)
        }
        let folder = DevelopmentFolder(path: DevelopmentDefaults.folder)
        let passwordFile = try folder.secret(named: "demo-password")
        let password = String(decoding: try Secret.file(passwordFile).resolve(), as: UTF8.self)
        try await Self.addAccounts(setup, password: password)
        let (admin, editor) = (try token("alice", "admin", "acme"), try token("bob", "editor", "acme"))
        let (viewer, globex) = (try token("carol", "viewer", "acme"), try token("dave", "editor", "globex"))
        let audit = setup.configuration.audit?.path ?? ""
        self.text = { base in
            """
            Nexus in development mode on \(base)  (docs: \(base)/docs, audit: \(audit))

            Paste these; the tokens are fresh and last eight hours:

              ADMIN=\(admin)
              EDITOR=\(editor)
              VIEWER=\(viewer)
              GLOBEX=\(globex)

              # who am I
              curl -s \(base)/profile -H "Authorization: Bearer $EDITOR"; echo

              # write, read and delete an article of acme
              ID=$(curl -s \(base)/articles -H "Authorization: Bearer $EDITOR" -H 'Content-Type: application/json' -d '{"title":"Hello"}' | grep -o '"id":[0-9]*' | cut -d: -f2); echo "article $ID"
              curl -s \(base)/articles/$ID -H "Authorization: Bearer $VIEWER"; echo
              curl -s \(base)/articles/$ID -H "Authorization: Bearer $GLOBEX"; echo    # 404: another tenant's
              curl -s -X DELETE \(base)/articles/$ID -H "Authorization: Bearer $ADMIN"; echo

              # 403: a viewer may not write
              curl -s -i \(base)/articles -H "Authorization: Bearer $VIEWER" -H 'Content-Type: application/json' -d '{"title":"No"}'; echo

              # 401: no token
              curl -s -i \(base)/profile; echo

              # 429: the chat route allows 30 a minute
              for i in $(seq 31); do curl -s -o /dev/null -w '%{http_code} ' \(base)/api/chat/lobby -H "Authorization: Bearer $VIEWER"; done; echo

              # log in instead of minting (users admin, editor, viewer of acme)
              curl -s \(base)/api/auth/login -H 'Content-Type: application/json' -d '{"username":"editor","password":"\(password)"}'; echo

            Stop with Ctrl-C. The same stack from a file: nexus serve --config nexus.yaml

            """
        }
    }

    func install(on app: Nexus) {
        let (text, origin) = (self.text, self.origin)
        app.onListening { port in FileHandle.standardOutput.write(Data(text(origin(port)).utf8)) }
    }

    /// The demo accounts, made once.
    private static func addAccounts(_ setup: Setup, password: String) async throws {
        let users = UserStore.reference(try ReferenceDatabase(path: setup.configuration.database))
        for role in ["admin", "editor", "viewer"] where try await users.find(role) == nil {
            _ = try await users.add(role, password: password, tenant: TenantID(verified: "acme"), roles: [role])
        }
    }
}
