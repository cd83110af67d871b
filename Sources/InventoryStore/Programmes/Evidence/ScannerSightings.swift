import Foundation
import GRDB
import Prioritization
import Reporting

/// Scanners that a commune did not have before. Reports contain no serial numbers, so devices of
/// one model are counted: there is a further one once reports, of one computer or several, show
/// more of the model at the same time than ever before.
enum ScannerSightings {
  /// The scanners of one section, from its first report to its last.
  private struct Span {
    let machine: String
    let first: Int64
    let last: Int64
    let scanners: [ScannerFacts.Scanner]
  }

  private struct Copy {
    let first: Int64
    let last: Int64
    let machine: String

    /// The same copy as another computer saw it too.
    func joined(_ other: Copy) -> Copy {
      Copy(
        first: min(first, other.first), last: max(last, other.last),
        machine: first <= other.first ? machine : other.machine)
    }
  }

  static func new(commune: String, _ database: Database) throws -> [EvidenceSighting] {
    let spans = try spans(commune: commune, database)
    let present = copies(spans) { $0.likely != true }
    let ready = copies(spans) { $0.likely != true && $0.ready == true }
    var found: [EvidenceSighting] = []
    for (model, copies) in present {
      let usable = counted(ready[model] ?? []).count
      for (number, copy) in counted(copies).prefix(usable).enumerated() {
        found.append(
          EvidenceSighting(
            subject: "\(commune) \(model) #\(number + 1)", seenAt: copy.first,
            machine: copy.machine))
      }
    }
    return found + (try proof(commune: commune, spans: spans, database))
  }

  /// For each number of copies at the same time, the copy that first completed it.
  private static func counted(_ copies: [Copy]) -> [Copy] {
    var most: [Copy] = []
    for copy in copies.sorted(by: { ($0.first, $0.last) < ($1.first, $1.last) }) {
      let together = copies.count { $0.first <= copy.first && copy.first <= $0.last }
      while most.count < together { most.append(copy) }
    }
    return most
  }

  /// Copies by model. Several computers see the same network scanner: of one model there are as
  /// many copies as one of them sees at once, and all that see as many see the same, as the measure
  /// counts them.
  private static func copies(
    _ spans: [Span], _ isWanted: (ScannerFacts.Scanner) -> Bool
  ) -> [String: [Copy]] {
    var copies: [String: [Copy]] = [:]
    for span in spans {
      let own = Copy(first: span.first, last: span.last, machine: span.machine)
      var networked: [String: Int] = [:]
      for scanner in span.scanners where isWanted(scanner) {
        let model = name(scanner)
        guard scanner.connection == .network else {
          copies[model, default: []].append(own)
          continue
        }
        let number = networked[model, default: 0]
        networked[model] = number + 1
        if let known = copies[model], number < known.count {
          copies[model]?[number] = known[number].joined(own)
        } else {
          copies[model, default: []].append(own)
        }
      }
    }
    return copies
  }

  private static func name(_ scanner: ScannerFacts.Scanner) -> String {
    let words = [scanner.manufacturer, scanner.model].compactMap { $0?.cleaned(80) }
    let model = scanner.usbId?.cleaned(9) ?? words.joined(separator: " ")
    return "\(scanner.connection.rawValue) \(model)"
  }

  private static func spans(commune: String, _ database: Database) throws -> [Span] {
    return try ReportedPast.rows("scanners", commune: commune, database).compactMap { row in
      let body = Data((row["body"] as String).utf8)
      // A section that this version cannot read shows nothing.
      guard let outcome = try? JSONDecoder().decode(Outcome<ScannerFacts>.self, from: body),
        let facts = outcome.facts
      else { return nil }
      return Span(
        machine: row["id"], first: row["firstSeen"], last: row["lastSeen"],
        scanners: facts.scanners)
    }
  }

  /// A scanned sheet proves one scanner if no report has ever shown any.
  private static func proof(
    commune: String, spans: [Span], _ database: Database
  ) throws -> [EvidenceSighting] {
    guard spans.allSatisfy({ $0.scanners.isEmpty }) else { return [] }
    let first = try Int64.fetchOne(
      database,
      sql: "SELECT min(foundAt) FROM check_result WHERE commune = ? AND evidence = 'scan'",
      arguments: [commune])
    return first.map { [EvidenceSighting(subject: "\(commune) scan", seenAt: $0)] } ?? []
  }
}
