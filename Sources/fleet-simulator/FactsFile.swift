import Foundation
import Reporting
import SwiftCSV

/// Known facts about real communes: `code,profile[,fact,source]`, one per line.
struct FactsFile {
  private(set) var profiles: [CommuneCode: Profile] = [:]

  init(path: String) throws(SimulatorError) {
    guard let bytes = FileManager.default.contents(atPath: path),
      let text = String(data: bytes, encoding: .utf8)
    else {
      throw SimulatorError(.input, "Cannot read \(path) as text: check the path after --facts.")
    }
    try self.init(text: text, path: path)
  }

  init(text: String, path: String) throws(SimulatorError) {
    let plain = text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    guard let table = try? CSV<Named>(string: plain, delimiter: .comma, loadColumns: false),
      Set(table.header).isSuperset(of: ["code", "profile"])
    else {
      throw SimulatorError(.input, "\(path) has no columns code and profile in its first line.")
    }
    for (index, row) in table.rows.enumerated() {
      let place = "\(path) row \(index + 1)"
      let code: CommuneCode
      do throws(CommuneCodeError) {
        code = try CommuneCode(row["code"] ?? "")
      } catch {
        throw SimulatorError(.input, "\(place): \(error.message)")
      }
      guard let profile = Profile(rawValue: row["profile"] ?? "") else {
        throw SimulatorError(
          .input,
          "\(place): \"\(row["profile"] ?? "")\" is no profile: lacking, ordinary, equipped or silent."
        )
      }
      guard profiles.updateValue(profile, forKey: code) == nil else {
        throw SimulatorError(.input, "\(place): commune \(code) occurs twice: keep one row.")
      }
    }
  }
}

/// The reason why the simulator cannot begin: the problem, the place, what to do.
struct SimulatorError: Error, Equatable {
  enum Code: Int32 { case input = 65, unreachable = 69, other = 1 }
  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
