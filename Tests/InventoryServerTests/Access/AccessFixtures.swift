import Cryptography
import Delivery
import Foundation
import InventoryStore
import Reporting
import Testing

@testable import InventoryServer

/// The objects that requests of the table refer to, created separately for each cell, so that none
/// affects the next.
struct AccessFixtures {
  let centre: TestCentre
  /// The user whose own objects are used.
  let principal: AccessPrincipal

  private static let commune = "21250"

  /// `text` with its `<places>` filled.
  private func fill(_ text: String) async throws -> String {
    var filled = text
    for place in [
      "held", "asked", "machine", "token", "user", "plan", "mine", "invitation", "service", "visit",
      "name", "link", "note", "group", "programme",
    ]
    where filled.contains("<\(place)>") {
      filled = filled.replacing("<\(place)>", with: try await make(place))
    }
    let password = TestCentre.password.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
    return filled.replacing("<password>", with: password ?? "")
  }

  /// A request's address and body; the same placeholder in both is the same object.
  func fill(_ row: AccessTable.Row) async throws -> (path: String, body: String) {
    var parts = "\(row.request)\n\(row.form)"
    if parts.contains("<former>") {
      let (former, later) = try await pair()
      parts = parts.replacing("<former>", with: former).replacing("<later>", with: later)
    }
    if parts.contains("<entry>") {
      let (programme, entry) = try await entry()
      parts = parts.replacing("<programme>", with: programme).replacing("<entry>", with: entry)
    }
    let lines = try await fill(parts).split(
      separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    return (String(lines[0]), String(lines[1]))
  }

  private func make(_ place: String) async throws -> String {
    let now = Date()
    switch place {
    case "machine": return try await machine()
    case "held":
      let id = try await machine()
      try await centre.store.machines.quarantine(id, because: "a test", within: .country, now: now)
      return id
    case "asked":
      let id = try await machine()
      try await centre.store.machines.retire(id, within: .commune(Self.commune), now: now)
      return id
    case "token":
      let tokens = try await centre.store.tokens.create(
        communes: [Self.commune], uses: 1, within: .country, now: now)
      return String(try #require(tokens.first).id)
    case "user":
      return String(try await centre.addUser(name(), .planner, .country).number)
    case "plan":
      return try await plan()
    case "service":
      let service = name()
      try await centre.store.communes.attest(
        commune: Self.commune, service: service, status: .active, until: nil, note: nil,
        within: .country, by: try await centre.user("c21250"), now: now)
      return service
    case "visit":
      try await centre.store.communes.recordVisit(
        of: Self.commune, at: now, .init(scanners: 1), within: .country, by: nil, now: now)
      let visits = try await centre.store.communes.details(
        Self.commune, within: .country, now: now
      ).visits
      return String(try #require(visits.map(\.number).max()))
    case "note":
      try await centre.store.communes.addNote(
        "x", to: Self.commune, within: .country, by: nil, now: now)
      let notes = try await centre.store.communes.notes(of: Self.commune, within: .country)
      return String(try #require(notes.map(\.number).max()))
    case "group":
      let group = name()
      _ = try await centre.store.groups.file(
        GroupTable(Data("code,group\n\(Self.commune),\(group)\n".utf8)), now: now)
      return String(
        try await centre.store.groups.members(of: group, within: .country).group.number)
    case "programme": return try await programme()
    case "mine":
      var owner = "admin"
      if case .user = principal.kind { owner = principal.name }
      return String(
        try await centre.store.apiTokens.create(
          for: try await centre.user(owner), label: "x", now: now
        ).id)
    case "link":
      return try await centre.store.checks.makeLink(
        commune: Self.commune, within: .country, by: try await centre.user("admin"), now: now)
    case "invitation":
      return try await centre.store.people.invite(name(), role: .planner, scope: .country, now: now)
        .secret
    default: return name()
    }
  }

  private func name() -> String { "u" + UUID().uuidString.prefix(8).lowercased() }

  /// A plan saved by the administrator, through the page.
  private func plan() async throws -> String {
    let session = try await centre.session(of: "admin")
    // A different plan each time: an adopted one cannot be adopted again.
    let budget = 5_000_000_000 + Int.random(in: 1..<1_000_000_000)
    let reply = try await centre.ask(
      "POST", "/plan/saved", "budget=\(budget)&province=51&name=\(name())", session: session,
      formToken: FormToken.make(session: session))
    let id = reply.fields["location"]?.firstMatch(of: /\/plan\/saved\/(\d+)/)
    return String(try #require(id, "\(reply.status) \(reply.text)").1)
  }

  /// An adopted plan; it visits every commune of the province.
  private func programme() async throws -> String {
    let plan = try #require(Int64(try await plan()))
    return String(
      try await ProgrammeSource(store: centre.store).adopt(
        plan: plan, as: name(), within: .country, now: Date()))
  }

  private func entry() async throws -> (programme: String, entry: String) {
    let programme = try await programme()
    let number = try #require(Int64(programme))
    _ = try await centre.store.programmes.record(
      [
        PurchaseRecord(
          kind: .order, commune: Self.commune, item: LineItem.visit, day: "2026-11-01", count: 1,
          price: nil, document: "HD")
      ], in: number, within: .country, now: Date())
    let items = try await centre.store.programmes.record(number, within: .country).items
    let entry = try #require(items.flatMap(\.entries).first)
    return (programme, String(entry.number))
  }

  private func pair() async throws -> (String, String) {
    let evidence = ["serial", "uuid"].map { kind in
      (kind, SHA256Digest.hexadecimal(of: Data(UUID().uuidString.utf8)))
    }
    let same = Dictionary(uniqueKeysWithValues: evidence)
    return (try await machine(same), try await machine(same))
  }

  private func machine(_ evidence: [String: String] = [:]) async throws -> String {
    let key = Ed25519.PrivateKey().publicKey.rawRepresentation
    let tokens = try await centre.store.tokens.create(
      communes: [Self.commune], uses: 1, within: .country, now: Date())
    let token = try #require(tokens.first).token
    return try await centre.store.enrolments.enrol(
      EnrolmentRequest(
        token: token, publicKey: key, installId: "i", agentVersion: "0.1.0", evidence: evidence),
      publicKey: key, now: Date()
    ).machine
  }
}
