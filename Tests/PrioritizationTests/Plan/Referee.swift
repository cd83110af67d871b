import Foundation
import PlanModels
import Prioritization

/// The integer programme of a plan, solved by Debian's cbc.
struct Referee {
  let policy: Policy
  let communes: [CommuneMeasures]
  let budget: Int

  struct Answer {
    /// The value of the best plan found.
    var found: Double
    /// Upper bound on any plan, as far as proven in the given time.
    var bound: Double
  }

  /// - Throws: ``Failure`` with cbc's output if it found no plan.
  func answer(seconds: Int) throws -> Answer {
    try Self.solve(
      PlanModel(policy: policy, communes: communes, budget: budget).text, seconds: seconds)
  }

  /// - Throws: ``Failure`` with cbc's output if it found no plan.
  static func solve(_ model: String, seconds: Int) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "referee-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "plan.lp")
    try model.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/cbc")
    // The preprocessing of cbc 2.10.8 loses the optimum of one of our provinces and reports
    // "optimal".
    process.arguments = [
      file.path, "-sec", "\(seconds)", "-ratio", "1e-6", "-preprocess", "off", "-solve",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let printed = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    func figure(_ name: String) -> Double? {
      printed.split(separator: "\n").last { $0.hasPrefix(name) }
        .flatMap { $0.split(separator: ":").last }
        .flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }.map(abs)
    }
    guard let found = figure("Objective value:") else { throw Failure(printed: printed) }
    return Answer(
      found: found, bound: figure("Upper bound:") ?? figure("Lower bound:") ?? found)
  }

  struct Failure: Error { let printed: String }
}
