import Foundation
import Reporting

/// The output of `commune-inventory token create --format json`: one token per commune.
struct TokenFile {
  struct Entry: Decodable {
    var token: String
    var commune: String
    var uses: Int?
    var province: String?
  }

  var entries: [(commune: CommuneCode, token: String, uses: Int?)] = []

  /// Entries without tokens, for machines that are enrolled without a centre.
  init(communes: [CommuneCode]) { entries = communes.map { ($0, "", nil) } }

  /// - Parameters:
  ///   - province: only its communes; their entries must name theirs.
  ///   - count: the number of communes to take, in the order of the file.
  init(path: String, province: String?, count: Int?) throws(SimulatorError) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw SimulatorError(.input, "Cannot read \(path): check the path after --token-file.")
    }
    let decoder = JSONDecoder()
    guard
      var listed = (try? decoder.decode([Entry].self, from: bytes))
        ?? (try? decoder.decode(Entry.self, from: bytes)).map({ [$0] })
    else {
      throw SimulatorError(
        .input,
        "\(path) is no list of tokens: make it with commune-inventory token create --format json.")
    }
    if let province { listed = listed.filter { $0.province == province } }
    guard !listed.isEmpty else {
      let place = province.map { " for province \($0)" } ?? ""
      throw SimulatorError(.input, "\(path) has no token\(place): check --province and the file.")
    }
    if let count {
      guard count <= listed.count else {
        throw SimulatorError(
          .input, "\(path) has tokens for \(listed.count) communes, --communes asks for \(count).")
      }
      listed = Array(listed.prefix(count))
    }
    var seen: Set<CommuneCode> = []
    for entry in listed {
      let code: CommuneCode
      do throws(CommuneCodeError) {
        code = try CommuneCode(entry.commune)
      } catch {
        throw SimulatorError(.input, "\(path): \(error.message)")
      }
      guard seen.insert(code).inserted else {
        throw SimulatorError(.input, "\(path) has two tokens for commune \(code): keep one.")
      }
      entries.append((code, entry.token, entry.uses))
    }
  }
}
