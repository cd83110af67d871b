import Foundation
import Reporting
import Testing

/// The agent on a few lines of known rate; `make ground-truth` tests all of them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct LineTests {
  /// How often a line measurement is repeated if a busy machine spoiled it.
  static let tries = 3
  static let booked = 84_800_000

  @Test(arguments: [
    (megabits: 2.0, milliseconds: 10.0, loss: 0.0), (10, 60, 0.01), (20, 10, 0),
  ])
  func known(_ cell: (megabits: Double, milliseconds: Double, loss: Double)) throws {
    let line = try ShapedLine(
      megabits: cell.megabits, milliseconds: cell.milliseconds, loss: cell.loss)
    let centre = try FarCentre(line)
    for attempt in 1...Self.tries {
      _ = try line.truth()
      let outcome = try centre.measure()
      let truth = try line.truth()
      let facts = try #require(outcome.facts, "\(outcome)")
      let download = Double(facts.downloadBitsPerSecond ?? 0) / 1e6 / cell.megabits
      let upload = Double(facts.uploadBitsPerSecond ?? 0) / 1e6 / cell.megabits
      let isGood = [download, upload].allSatisfy { abs($0 - 1) <= 0.15 }
      if attempt < Self.tries, !isGood || truth.isLate { continue }
      #expect(isGood, "\(facts), \(truth)")
      // Allows for queued packets of the centre and for its own delay.
      let latency = try #require(facts.latencySeconds)
      #expect(latency >= cell.milliseconds / 1000 && latency < cell.milliseconds / 1000 + 0.1)
      #expect(facts.skipped == nil && facts.server == FarCentre.address)
      let passed = truth.down.passedBytes + truth.up.passedBytes
      let used = try #require(facts.bytesUsed)
      #expect(used > 100_000 && used < 80_000_000 && Double(used) > 0.9 * Double(passed))
      #expect(facts.congestionControl != nil && facts.centreCongestionControl != nil)
      return
    }
  }

  @Test func whatItCostIsBookedWhateverHappens() throws {
    let line = try ShapedLine(megabits: 10, milliseconds: 10, loss: 0)
    let centre = try FarCentre(line)
    // Killed in the middle of a measurement: everything that it had booked counts as used.
    let killed = try centre.start("collect", "--only", "bandwidth")
    for _ in 0..<400 where try centre.booked() == nil { usleep(25_000) }
    usleep(500_000)
    kill(killed.processIdentifier, SIGKILL)
    killed.waitUntilExit()
    #expect(try centre.booked() == Self.booked)

    // The nightly job measures after the other probes, and books the actual cost.
    let reported = try centre.agent("report", "--now")
    #expect(reported.status == 0, "\(reported.errors)")
    let after = try #require(try centre.booked())
    #expect(after > Self.booked && after < Self.booked + 40_000_000)
    let machines = try Command.run(
      "/usr/bin/sqlite3",
      [
        centre.scratch.file("i.sqlite").path,
        "SELECT count(*) FROM bandwidth_measurement WHERE downloadBitsPerSecond > 5000000",
      ])
    #expect(machines.output == "1\n", "\(machines.errors)")

    // The next night no measurement is due; the agent says so, and sends no load.
    #expect(try centre.agent("report", "--now").status == 0)
    #expect(try centre.booked() == after)
    let skipped = try Command.run(
      "/usr/bin/sqlite3",
      [centre.scratch.file("i.sqlite").path, "SELECT skipped FROM machine_bandwidth"])
    #expect(skipped.output == "notDue\n", "\(skipped.errors)")

    // The monthly budget also limits measurements started by people.
    let settings = try centre.scratch.write("[bandwidth]\nmonthlyMegabytes = 100\n", "probe.toml")
    let said = try centre.agent(
      "collect", "--only", "bandwidth", "--format", "json", "--config", settings)
    #expect(
      try FarCentre.section(said.output) == .observed(BandwidthFacts(skipped: .monthlyCap)),
      "\(said.errors)")
    let off = try centre.scratch.write("[bandwidth]\nenabled = false\n", "off.toml")
    let words = try centre.agent("collect", "--only", "bandwidth", "--config", off)
    #expect(words.output.contains("disabled in probe.toml"), "\(words.errors)")
    let quiet = try centre.agent("collect", "--format", "json")
    #expect(!quiet.output.contains("\"bandwidth\""), "nobody asked for it")
  }

  @Test func aLineThatBreaksIsNoFigure() throws {
    let line = try ShapedLine(megabits: 2, milliseconds: 10, loss: 0)
    let centre = try FarCentre(line)
    let agent = try centre.start("collect", "--only", "bandwidth", "--format", "json")
    for _ in 0..<400 where try centre.booked() == nil { usleep(25_000) }
    usleep(1_500_000)
    line.stop()
    let cut = Date()
    agent.waitUntilExit()
    #expect(agent.terminationStatus == 0)
    #expect(Date().timeIntervalSince(cut) < 60)
    let outcome = try FarCentre.section(try centre.scratch.text("agent.output"))
    #expect(outcome.reason?.contains("broke") == true, "\(outcome)")
    let used = try #require(try centre.booked())
    #expect(used > 50_000 && used < 5_000_000)
  }
}
