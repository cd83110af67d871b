import Delivery
import Foundation
import Hummingbird
import InventoryFixtures
import InventoryStore
import Logging
import Synchronization
import Testing

@testable import InventoryServer

/// Checks every cell of the access table, `access.md`, against a centre.
struct AccessTests {
  @Test func everyRouteIsInTheTable() throws {
    let table = try AccessTable()
    let written = Set(table.rows.map(\.route))
    let there = try routes()
    for route in there.subtracting(written).sorted() {
      Issue.record(
        """
        \(route) has no line in Tests/InventoryServerTests/Access/access.md. Add one: \
        | \(route) | an address to ask for | its form | 303 | 200 | … – who may see or do it, in \
        the order of the columns
        """)
    }
    for route in written.subtracting(there).sorted() {
      Issue.record("access.md has a line for \(route), which is no route: take it out")
    }
    let names = AccessPrincipal.all.map(\.name)
    for row in table.rows { #expect(row.expected.keys.sorted() == names.sorted()) }
    // a request listed twice could have two answers
    #expect(Set(table.rows.map { "\($0.route) \($0.form)" }).count == table.rows.count)
  }

  @Test(arguments: [false, true])
  func everyAnswerMatchesTheTable(isDemonstration: Bool) async throws {
    let table = try AccessTable()
    // These requests show every page: no tag of a template may be left without a value.
    let templates = try TemplateTags()
    let holes = Mutex(Set<String>())
    try await TestCentre.run(
      access: isDemonstration ? .demonstration : .signIn,
      onRender: { page, values in
        let found = templates.holes(in: page, values)
        holes.withLock { $0.formUnion(found) }
      }
    ) { centre in
      try await centre.addPrincipals()
      let principals = AccessPrincipal.all.filter { $0.isDemonstration == isDemonstration }
      let program = try await centre.store.apiTokens.create(
        for: try await centre.user("admin"), label: "x", now: Date()
      ).secret
      for row in table.rows {
        for principal in principals {
          let (path, body) = try await AccessFixtures(centre: centre, principal: principal).fill(
            row)
          let session = try await principal.session(centre)
          var program: String? = program
          if case .program = principal.kind {} else { program = nil }
          let reply = try await centre.ask(
            row.method, path, body, session: session, program: program,
            formToken: session.map { FormToken.make(session: $0) })
          let expected = row.expected[principal.name]
          #expect(
            reply.status == expected,
            """
            access.md line \(row.line): \(principal.name) asks \(row.route) and gets \
            \(reply.status), written is \(expected ?? 0). \(reply.fields["location"] ?? "")
            """)
          if case .nobody = principal.kind, reply.status == 303, !row.isPublic {
            #expect(reply.fields["location"]?.hasPrefix("/sign-in") == true)
          }
          #expect(reply.status < 500)
        }
      }
    }
    #expect(holes.withLock { $0.sorted() } == [])
  }

  /// A form from another site does nothing, whoever is signed in.
  @Test func foreignFormsAreRejected() async throws {
    let table = try AccessTable()
    try await TestCentre.run(access: .signIn) { centre in
      try await centre.addPrincipals()
      let principal = try #require(AccessPrincipal.all.first { $0.name == "admin" })
      let things = AccessFixtures(centre: centre, principal: principal)
      let other = FormToken.make(session: try await centre.session(of: "planner"))
      for row in table.rows where row.isForm {
        let (path, body) = try await things.fill(row)
        let session = try await centre.session(of: "admin")
        let own = FormToken.make(session: session)
        let foreign = ["https://evil.example", "null", "http://127.0.0.1:1", nil]
        for origin in foreign {
          let reply = try await centre.ask(
            row.method, path, body, session: session, formToken: own, origin: .some(origin))
          #expect(reply.status == 403, "\(row.route) from \(origin ?? "nowhere")")
        }
        if !row.isPublic {
          for token in [nil, "", "x", other, String(own.dropLast(4)) + "AAAA"] {
            let reply = try await centre.ask(
              row.method, path, body, session: session, formToken: token)
            #expect(reply.status == 403, "\(row.route) with the token \(token ?? "none")")
          }
        }
      }
      let session = try await centre.session(of: "admin")
      let reply = try await centre.ask(
        "POST", "/api/v1/plan", #"{"budget":1,"province":"51"}"#, session: session,
        origin: .some("https://evil.example"))
      #expect(reply.status == 403)
    }
  }

  private func routes() throws -> Set<String> {
    Set(
      try CentreRoutes.all().filter { $0.method != "HEAD" }.map { method, path in
        // all assets are equally public
        "\(method) \(path.hasPrefix("/assets/") ? "/assets/*" : path)"
      })
  }
}
