import Foundation
import Reporting
import Testing

@testable import Probing

/// A driver that reads foreign data gets none of it, and drivers that look for scanners keep
/// working; with Landlock, and on a kernel without it.
@Suite struct ConfinementTests {
  let bench: ScannerWorkbench
  /// A state directory and settings, each in a folder of its own.
  let state: ScannerWorkbench
  let settings: ScannerWorkbench

  init() throws {
    bench = try ScannerWorkbench()
    state = try ScannerWorkbench()
    settings = try ScannerWorkbench()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: state.folder.path)
    try write("hush: the key", to: state.folder.appending(path: "machine.key"))
    try write("user=a\npassword=hush\n", to: settings.folder.appending(path: "password"))
    let accounts = settings.folder.appending(path: "accounts")
    try FileManager.default.createDirectory(at: accounts, withIntermediateDirectories: true)
    try write(
      "# hush\nkind = \"http-basic\"\nurl = \"https://a.example/\"\ncredentials = "
        + "\"\(settings.folder.path)/password\"\n",
      to: accounts.appending(path: "service.toml"))
    try write(
      "[accounts]\nfolder = \"\(accounts.path)\"\n[scanners]\ndiscovery = false\n",
      to: settings.folder.appending(path: "probe.toml"))
    // The user nobody must be able to read the library.
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: bench.folder.path)
  }

  private func write(_ text: String, to file: URL) throws {
    try Data(text.utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
  }

  private func compile(_ source: String, _ options: String...) throws {
    var words = ["gcc"] + options
    words.append(faultsFolder.appending(path: source).path)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  /// The command that wraps the agent; empty if Landlock is to be used.
  private func kernel(withLandlock: Bool) throws -> [String] {
    if withLandlock { return [] }
    let program = bench.folder.appending(path: "without_landlock").path
    try compile("without_landlock.c", "-o", program)
    return [program]
  }

  /// Runs the complete agent with a secret in its environment.
  private func collect(
    _ before: [String], _ environment: [String: String], only: String
  ) throws -> Report {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      before + [
        builtAgent, "collect", "--only", only, "--thorough", "--format", "json", "--state",
        state.folder.path, "--config", settings.folder.appending(path: "probe.toml").path,
      ]
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SECRET": "hush"]) { $1 }.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return try JSONDecoder().decode(Report.self, from: bytes)
  }

  @Test(arguments: [true, false])
  func aNosyDriverReadsNothing(withLandlock: Bool) throws {
    try compile(
      "nosy_sane.c", "-shared", "-fPIC", "-Wl,-soname,libsane.so.1", "-o",
      bench.folder.appending(path: "libsane.so.1").path, "-DSTATE=\"\(state.folder.path)\"",
      "-DSECRETS=\"\(settings.folder.path)\"")
    let report = try collect(
      try kernel(withLandlock: withLandlock), ["LD_LIBRARY_PATH": bench.folder.path],
      only: "scanners")
    let facts = try #require(report.scanners?.facts, "\(String(describing: report.scanners))")
    var got: [String: String] = [:]
    for scanner in facts.scanners { got[scanner.manufacturer ?? ""] = scanner.model }
    for thing in [
      "key", "password", "definition", "shadow", "environment", "forebears", "state", "system",
      "rights", "disk",
    ] {
      #expect(got[thing] == "kept", "\(thing)")
    }
    // What a driver needs.
    #expect(got["scratch"] == "wrote" && got["library"] == "read something")
    let files = try FileManager.default.contentsOfDirectory(atPath: state.folder.path)
    #expect(files.sorted() == ["machine.key"])
    #expect(!FileManager.default.fileExists(atPath: "/etc/commune-probe-test"))
  }

  /// SANE itself with its test backend.
  @Test(arguments: [true, false])
  func aGoodDriverWorks(withLandlock: Bool) throws {
    for (name, text) in ["dll.conf": "test\n", "test.conf": "number_of_devices 2\n"] {
      try Data(text.utf8).write(to: bench.folder.appending(path: name))
    }
    let isolation = try bench.isolation(
      ["SANE_CONFIG_DIR": bench.folder.path],
      before: try kernel(withLandlock: withLandlock), secrets: [state.folder.path])
    func ask(_ question: SANEQuestion) throws -> SANEAnswer {
      let bytes = try isolation.answer(
        of: "sane", to: Array(JSONEncoder().encode(question)), seconds: 60)
      return try JSONDecoder().decode(SANEAnswer.self, from: Data(bytes))
    }
    let answer = try ask(SANEQuestion())
    #expect(answer.devices.count == 2 && answer.status == 0)
    for device in answer.devices { #expect(try ask(SANEQuestion(open: device.name)).status == 0) }
  }

  /// A driver that leaves a process in a new session behind: its answer counts, and the process
  /// ends with the agent.
  @Test(arguments: ["daemon", "daemon crash-list", "daemon hang-list"])
  func killsDaemonsOfDrivers(_ faults: String) throws {
    _ = try bench.stub(faults)
    let began = MonotonicClock.seconds()
    let report = try collect([], ["LD_LIBRARY_PATH": bench.folder.path], only: "scanners")
    let facts = try #require(report.scanners?.facts)
    if faults == "daemon" {
      #expect(facts.scanners.map(\.evidence) == [.sane, .sane] && facts.unseen.isEmpty)
      #expect(MonotonicClock.seconds() - began < 15)
    } else if faults == "daemon crash-list" {
      #expect(facts.unseen.map(\.reason) == ["SANE crashed (signal 6)"])
      #expect(MonotonicClock.seconds() - began < 15)
    }
    let text = try String(
      contentsOf: bench.folder.appending(path: "daemon"), encoding: .utf8)
    let daemon = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(kill(daemon, 0) != 0 && errno == ESRCH)
  }
}
