import ArgumentParser
import Delivery
import Foundation
import InventoryStore
import Prioritization
import Reporting
import Terminal

/// Many machines, for demonstrations and load, over the agents' own protocol.
@main
struct FleetSimulator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet-simulator",
    abstract: "Simulate the computers of many communes, reporting to a centre.",
    discussion: """
      Tokens come from commune-inventory token create --format json. Every machine says at the \
      centre that it is simulated. The same seed gives the same machines.
      """)

  @OptionGroup var centre: CentreOptions

  @OptionGroup var past: PastOptions

  @Option(help: ArgumentHelp("Only communes of this province.", valueName: "code"))
  var province: String?

  @Option(help: "Only so many communes, the first of the token file.")
  var communes: Int?

  @Option(help: "About so many machines a commune; fewer where it lacks, more where it does not.")
  var machines: Int

  @Option(help: "So many reports of each machine; of a past at least three a month.")
  var nights: Int

  @Option(help: "At most so many reports a second.")
  var rate: Double?

  @Option(help: "So many connections at once.")
  var concurrency = 4

  @Option(help: "Which fleet: a whole number.")
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp("Part of the machines that change each night, 0 to 1.", valueName: "rate"))
  var changes = 0.0

  @Option(help: ArgumentHelp("Part of the reports that are sent twice, 0 to 1.", valueName: "rate"))
  var duplicates = 0.0

  @Option(help: ArgumentHelp("Part of the machines with a dead clock, 0 to 1.", valueName: "rate"))
  var badClocks = 0.0

  @Option(
    help:
      "So many machines whose disk is copied to another; that the centre stops them is no fault.")
  var clones = 0

  @Flag(help: "Keep every second night's reports and send them after the next one's.")
  var outOfOrder = false

  @Flag(help: "Send every section, even where the centre holds it already.")
  var full = false

  @Option(help: ArgumentHelp("Known communes: code,profile[,fact,source], CSV.", valueName: "file"))
  var facts: String?

  @Option(
    help: ArgumentHelp(
      "What communes were given: written by --past-months, and reported by their machines after it.",
      valueName: "file"))
  var deliveries: String?

  /// Minimum number of reports of each machine in a past: with fewer, none would lie between a
  /// purchase and its effect.
  private static let leastRounds = 8

  func validate() throws {
    guard (centre.server == nil) == (past.pastMonths != nil),
      (past.pastMonths == nil) == (past.database == nil),
      (centre.tokenFile == nil) == (centre.server == nil)
    else {
      throw ValidationError(
        "Give --server with --token-file, or --past-months with --database.")
    }
    guard 2...12 ~= past.pastMonths ?? 2 else { throw ValidationError("--past-months is 2 to 12.") }
    guard communes ?? 1 >= 1 else { throw ValidationError("--communes is at least 1.") }
    guard 1...10_000 ~= machines else { throw ValidationError("--machines is 1 to 10000.") }
    guard 1...10_000 ~= nights else { throw ValidationError("--nights is 1 to 10000.") }
    for (name, part) in [
      ("changes", changes), ("duplicates", duplicates), ("bad-clocks", badClocks),
    ] {
      guard 0...1 ~= part else { throw ValidationError("--\(name) is a part, 0 to 1.") }
    }
    guard 0...1_000_000 ~= clones else { throw ValidationError("--clones is 0 or more.") }
    guard 1...1024 ~= concurrency else { throw ValidationError("--concurrency is 1 to 1024.") }
    guard rate.map({ 0.001...1_000_000 ~= $0 }) ?? true else {
      throw ValidationError("--rate is more than 0 reports a second.")
    }
  }

  func run() async throws {
    do {
      try await simulate()
    } catch let error as SimulatorError {
      Console.line(error.message)
      throw ExitCode(error.code.rawValue)
    } catch let error as DeliveryError {
      Console.line(error.message)
      throw ExitCode(78)
    } catch let error as InventoryError {
      Console.line(error.message)
      throw ExitCode(65)
    }
  }

  private var faults: SimulatedFaults {
    SimulatedFaults(
      changes: changes, duplicates: duplicates, badClocks: badClocks, clones: clones,
      isOutOfOrder: outOfOrder, isInFull: full)
  }

  private func simulate() async throws {
    if let months = past.pastMonths, let database = past.database {
      return try await makePast(months, database)
    }
    let tokens = try TokenFile(path: centre.tokenFile ?? "", province: province, count: communes)
    let profiles = try facts.map { try FactsFile(path: $0).profiles } ?? [:]
    var fleet = Fleet(
      tokens: tokens, facts: profiles, usual: machines, seed: seed, faults: faults)
    if let deliveries { fleet.give(try DeliveredEquipment.read(deliveries)) }
    let campaign = Campaign(
      centre: try CentreAddress(centre.server ?? "", allowPlaintext: centre.allowPlaintext),
      certificateAuthority: centre.ca,
      fleet: fleet, nights: nights, concurrency: concurrency, rate: rate)
    let counts = Profile.allCases.map { "\(fleet.communes[$0] ?? 0) \($0)" }
    Console.line(
      "\(tokens.entries.count) communes (\(counts.joined(separator: ", "))), "
        + "\(fleet.machines.count) machines, seed \(seed)")

    let tally = campaign.tally
    let seconds = try campaign.run()
    if tally.stopped == nil {
      for complaint in tally.complaints() { Console.line(complaint) }
    }
    do {
      try FileHandle.standardOutput.write(
        contentsOf: Data("\(tally.summary(seconds: seconds))\n".utf8))
    } catch {
      throw SimulatorError(.other, "Cannot write the result: is the disk full?")
    }
    if let stopped = tally.stopped { throw stopped }
    guard tally.isClean else { throw ExitCode(1) }
  }

  private func makePast(_ months: Int, _ database: String) async throws {
    let bytes = EmbeddedFile.bytes("policies/standard.toml") ?? Data()
    guard let policy = try? Policy(toml: String(decoding: bytes, as: UTF8.self)) else {
      throw SimulatorError(.other, "The built-in standard policy cannot be read.")
    }
    var figures: Data?
    if let register = past.register {
      guard let read = FileManager.default.contents(atPath: register) else {
        throw SimulatorError(.input, "Cannot read \(register): check the path after --register.")
      }
      figures = read
    }
    guard !FileManager.default.fileExists(atPath: database) else {
      throw SimulatorError(.input, "\(database) exists already: a past is for a new inventory.")
    }
    let now = Date()
    let start = PastCampaign.start(months: months, now: now)
    // Put in its place once it is complete.
    let made = "\(database).\(UUID().uuidString.prefix(8))"
    Interruption.install()
    let suffixes = ["", "-serving", "-wal", "-shm"]
    for suffix in suffixes { TemporaryFiles.add(made + suffix) }
    defer { for suffix in suffixes { TemporaryFiles.remove(made + suffix) } }
    let filed = try await ProgressLine.showing("Filing the past") {
      try await makePast(months, in: made, figures, policy, start: start, now: now)
    }
    try TemporaryFiles.finishing {
      guard rename(made, database) == 0 else {
        throw SimulatorError(
          .input, "Cannot write \(database): \(String(cString: strerror(errno))).")
      }
    }
    Console.line("\(filed) reports of \(months) months, and a programme, filed in \(database)")
  }

  private func makePast(
    _ months: Int, in path: String, _ figures: Data?, _ policy: Policy, start: Date, now: Date
  ) async throws -> Int {
    let store = try InventoryStore(path: path, role: .serving, policy: policy, now: start)
    let province = province ?? "51"
    let codes = try await store.register.communes(province: province, within: .country)
      .map(\.code).prefix(communes ?? .max)
    let fleet = Fleet(
      tokens: TokenFile(communes: codes.compactMap { try? CommuneCode($0) }),
      facts: try facts.map { try FactsFile(path: $0).profiles } ?? [:], usual: machines,
      seed: seed, faults: faults)
    let (filed, given) = try await PastCampaign(
      store: store, policy: policy, fleet: fleet,
      dates: PastCampaign.dates(
        months: months, atLeast: max(Self.leastRounds, nights), now: now)
    ).run(register: figures, province: province)
    // What is only in the write-ahead log would be lost when the file is renamed.
    try store.close()
    if let deliveries { try DeliveredEquipment.write(given, to: deliveries) }
    return filed
  }
}
