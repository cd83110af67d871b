import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryStore

struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user", abstract: "Manage users.",
    subcommands: [
      Add.self, List.self, Change.self, Invite.self, Remove.self, UserLettersCommand.self,
    ])

  struct Add: StoreCommand {
    static let configuration = CommandConfiguration(
      abstract: "Add a user and print the link for choosing a password; it is shown only once.",
      discussion: """
        A planner reads; an officer also approves computers, creates tokens and attests; an \
        administrator also manages users and reads the audit log. Without --province and --commune \
        the user sees the whole country.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "User name for signing in.")
    var name: String

    @OptionGroup var rights: UserRights

    @OptionGroup var server: ServerOption

    func run(with store: InventoryStore) async throws {
      let address = try server.address(for: .users, global)
      let (user, secret) = try await store.people.invite(
        name, role: rights.role, scope: try rights.scope, now: CommandTime.now)
      try UserCommand.tell(user, secret, at: address)
      rights.warnIfCountryIsUnsaid(of: user.name)
    }
  }

  struct List: StoreQuery {
    static let configuration = CommandConfiguration(abstract: "List users.")

    @OptionGroup var list: ListOptions

    private struct Listed: Encodable {
      var name, role: String
      var province, commune: String?
      var hasPassword: Bool
      var createdAt: Date

      init(_ user: User) {
        (name, role, hasPassword) = (user.name, user.role.rawValue, user.hasPassword)
        createdAt = user.createdAt
        if case .province(let code) = user.scope { province = code }
        if case .commune(let code) = user.scope { commune = code }
      }
    }

    func run(with store: InventoryStore) async throws {
      try list.format.write(
        try await store.people.list(), ["Name", "Role", "Area", "Added", "Password"],
        json: Listed.init
      ) {
        [
          $0.name, $0.role.rawValue, $0.scopeName ?? "-", ListOutput.time($0.createdAt),
          OutputLanguage.said($0.hasPassword ? "set" : "not set yet"),
        ]
      }
    }
  }

  struct Change: StoreChange, TargetCommand {
    static let configuration = CommandConfiguration(
      abstract: "Change a user's role or area, with immediate effect.",
      discussion: "Without --province and --commune the user sees the whole country.")

    @OptionGroup var target: UserTarget

    @OptionGroup var rights: UserRights

    func change(_ store: InventoryStore) async throws -> String {
      try await store.people.change(
        target.name, role: rights.role, scope: try rights.scope, now: CommandTime.now)
      rights.warnIfCountryIsUnsaid(of: target.name)
      return "\(target.name) now has the role of \(rights.role.inSentence)."
    }
  }

  struct Invite: TargetCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print a new password link for a user; it is shown only once.",
      discussion:
        "The old password is forgotten, and every session and API token of the user ends, at once."
    )

    @OptionGroup var target: UserTarget

    @OptionGroup var server: ServerOption

    func run(with store: InventoryStore) async throws {
      let address = try server.address(for: .users, global)
      let (user, secret) = try await store.people.inviteAgain(target.name, now: CommandTime.now)
      try UserCommand.tell(user, secret, at: address)
    }
  }

  struct Remove: StoreChange, TargetCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove a user and the user's API tokens, with immediate effect.")

    @OptionGroup var target: UserTarget

    func change(_ store: InventoryStore) async throws -> String {
      try await store.people.remove(target.name, now: CommandTime.now)
      return "\(target.name) can no longer sign in."
    }
  }

  private static func tell(_ user: User, _ secret: String, at address: ReachableAddress) throws {
    let (role, hours) = (user.role.inSentence, InventoryStore.People.invitationHours)
    try Output.say(
      user.scopeName.map {
        "\(user.name) (\(role), \($0)) can choose a password within \(hours) hours at"
      } ?? "\(user.name) (\(role)) can choose a password within \(hours) hours at")
    try Output.line("\(address.text)/invitations/\(secret)")
    address.warnIfLocal()
  }
}
