import Foundation
import InventoryStore
import Reporting

/// One signed report in a file, as `commune-probe bundle export` writes it: a line that identifies
/// the format, the request's first line and fields, an empty line, the body.
struct BundleFile {
  static let suffix = ".signed-report"
  static let firstLine = "commune-bundle 1"
  static let maximumHead = 8 << 10
  static let maximumFields = 32
  static let maximumBytes = maximumHead + (256 << 10)

  let components: RequestComponents
  let body: Data

  /// `<12 digits>-<lower-case UUID>.signed-report`, and nothing else.
  static func isName(_ name: String) -> Bool {
    guard name.hasSuffix(suffix), name.utf8.count == 12 + 1 + 36 + suffix.utf8.count else {
      return false
    }
    let stem = name.dropLast(suffix.count)
    let id = stem.dropFirst(13)
    return stem.prefix(12).utf8.allSatisfy { 48...57 ~= $0 } && stem.dropFirst(12).first == "-"
      && id == id.lowercased() && UUID(uuidString: String(id)) != nil
  }

  static let reportsPath = "/agent/v1/reports"
  static let enrolmentPath = "/agent/v1/enroll"

  /// Pure and total: accepts any bytes.
  ///
  /// - Parameter path: The path that the request must name.
  /// - Throws: ``InventoryError`` with `bundleMalformed`.
  init(_ bytes: Data, path: String = reportsPath) throws {
    func malformed(_ what: String) -> InventoryError {
      InventoryError(.bundleMalformed, "The file \(what): export the report again.")
    }
    let all = [UInt8](bytes)
    guard all.count <= Self.maximumBytes else { throw malformed("is larger than a report") }
    var lines: [String] = []
    var start = 0
    while true {
      guard let end = all[start...].prefix(Self.maximumHead).firstIndex(of: 10),
        end < Self.maximumHead
      else { throw malformed("ends within its header") }
      let line = all[start..<end]
      start = end + 1
      if line.isEmpty { break }
      guard line.allSatisfy({ 0x20...0x7E ~= $0 }), lines.count < Self.maximumFields + 2 else {
        throw malformed("has an unknown header")
      }
      lines.append(String(decoding: line, as: UTF8.self))
    }
    guard lines.count >= 2, lines[0] == Self.firstLine else {
      throw malformed("does not begin with \"\(Self.firstLine)\"")
    }
    let request = lines[1].split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard request.count == 3, request[0] == "POST", !request[1].isEmpty,
      request[2] == path
    else { throw malformed(path == Self.reportsPath ? "is not a report" : "is not an enrolment") }
    var fields = RequestFields()
    for line in lines.dropFirst(2) {
      guard let mark = line.firstRange(of: ": ") else { throw malformed("has a broken field") }
      let name = String(line[..<mark.lowerBound])
      guard !name.isEmpty, name.utf8.allSatisfy({ 97...122 ~= $0 || $0 == 45 }),
        fields.insert(name, String(line[mark.upperBound...]))
      else { throw malformed("has an unknown field") }
    }
    components = RequestComponents(
      method: request[0], authority: request[1], path: request[2], fields: fields)
    body = Data(all[start...])
  }
}
