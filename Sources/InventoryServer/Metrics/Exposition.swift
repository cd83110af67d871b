/// Figures in Prometheus' text format, version 0.0.4.
struct Exposition {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  enum Kind: String { case counter, gauge, histogram }

  private(set) var text = ""

  /// Adds a metric with its samples, one for each set of labels; adds nothing if there are no
  /// samples, so that unknown values are left out.
  ///
  /// - Parameters:
  ///   - name: With its unit, and `_total` for counters.
  ///   - help: One sentence.
  ///   - label: The label of all samples.
  mutating func add(
    _ name: String, _ kind: Kind, _ help: String, label: String, _ samples: [(String, Double)]
  ) {
    add(name, kind, help, samples.map { ([(label, $0)], $1) })
  }

  /// A metric without labels.
  mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
    add(name, kind, help, value.map { [([], $0)] } ?? [])
  }

  mutating func add(
    _ name: String, _ kind: Kind, _ help: String, _ samples: [([(String, String)], Double)]
  ) {
    guard !samples.isEmpty else { return }
    head(name, kind, help)
    for (labels, value) in samples { line(name, labels, value) }
  }

  /// Adds a histogram in seconds for each value of a label.
  mutating func add(
    _ name: String, _ help: String, label: String, _ histograms: [(String, DurationHistogram)]
  ) {
    guard !histograms.isEmpty else { return }
    head(name, .histogram, help)
    for (value, histogram) in histograms {
      var count = 0
      for (bound, here) in zip(DurationHistogram.bounds, histogram.counts) {
        count += here
        line("\(name)_bucket", [(label, value), ("le", "\(bound)")], Double(count))
      }
      line("\(name)_bucket", [(label, value), ("le", "+Inf")], Double(histogram.count))
      line("\(name)_sum", [(label, value)], histogram.sum)
      line("\(name)_count", [(label, value)], Double(histogram.count))
    }
  }

  private mutating func head(_ name: String, _ kind: Kind, _ help: String) {
    text += "# HELP \(name) \(Self.escaped(help, quote: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: Double) {
    let list = labels.map { "\($0)=\"\(Self.escaped($1, quote: true))\"" }.joined(separator: ",")
    text += list.isEmpty ? name : "\(name){\(list)}"
    text += " \(Self.number(value))\n"
  }

  /// Whole numbers get no decimal point, since people read counters too.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
    return Int(exactly: value).map(String.init) ?? "\(value)"
  }

  private static func escaped(_ text: String, quote: Bool) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quote: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
