public import Foundation
public import Presentation
public import Prioritization

/// Three communes and a policy to test rankings with.
public enum Example {
  public static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  public static func messages() throws -> Messages {
    try Messages(vi: file("vi"), en: file("en"))
  }

  public static func file(_ language: String) throws -> Data {
    try Data(contentsOf: root.appending(path: "inventory/messages/\(language).json"))
  }

  public static func policy() throws -> Policy {
    try Policy(
      toml: String(
        contentsOf: root.appending(path: "Tests/PresentationTests/policy.toml"), encoding: .utf8))
  }

  public static let now = Date(timeIntervalSince1970: 1_795_420_800)  // 2026-11-23T08:00:00Z

  /// A commune with its code and the four values of the policy's criteria.
  public struct Commune: Sendable {
    public var code: String
    public var name: String
    public var province: String
    public var values: [Double?]
    public var context: [Double?]
    public var reporting: ReportingState
    public var simulated: Bool
    /// By how much the second value may exceed the given one.
    public var slack: Double

    public init(
      code: String, name: String, province: String = "Tỉnh Quảng Ngãi", values: [Double?],
      context: [Double?] = [1, nil, 500], reporting: ReportingState = .fresh,
      simulated: Bool = false, slack: Double = 0
    ) {
      self.code = code
      self.name = name
      self.province = province
      self.values = values
      self.context = context
      self.reporting = reporting
      self.simulated = simulated
      self.slack = slack
    }
  }

  public static func document(_ communes: [Commune]) throws -> RankingDocument {
    let policy = try policy()
    let measures = communes.map { commune in
      CommuneMeasures(
        code: commune.code,
        observations: commune.values.enumerated().map { at, value in
          value.map { .known(low: $0, high: $0 + (at == 1 ? commune.slack : 0), ageDays: 0) }
            ?? .unknown
        }, context: commune.context)
    }
    let byCode = Dictionary(uniqueKeysWithValues: communes.map { ($0.code, $0) })
    let entries = Ranking(policy: policy, communes: measures).communes.compactMap {
      ranked -> RankingDocument.Entry? in
      guard let commune = byCode[ranked.standing.code] else { return nil }
      return RankingDocument.Entry(
        ranked: ranked,
        facts: .init(
          name: commune.name, province: "51", provinceName: commune.province, kind: "xã",
          reporting: commune.reporting, simulated: commune.simulated, machines: 3,
          lastReport: commune.reporting == .neverEnrolled ? nil : now.addingTimeInterval(-3600),
          values: commune.values.enumerated().map { at, value in
            value.map { ($0, $0 + (at == 1 ? commune.slack : 0)) }
          },
          observedAt: commune.values.map { $0 == nil ? nil : now.addingTimeInterval(-7200) },
          context: commune.context))
    }
    return RankingDocument(policy: policy, asOf: now, entries: entries)
  }

  public static let three = [
    Commune(code: "21154", name: "Xã Tây Trà", values: [0.25, 0.5, 0, 1], simulated: true),
    Commune(code: "08227", name: "Xã Ba Gia", values: [0.6, 0.1, 2, 0.7], slack: 0.2),
    Commune(
      code: "21205", name: "Đặc khu Lý Sơn", values: [nil, nil, nil, nil],
      context: [nil, 1, nil], reporting: .neverEnrolled),
  ]

  /// Names that try to inject markup, formulas or control characters.
  public static let hostile = [
    "=HYPERLINK(\"http://example.com\")", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "a,b", "a\"b",
    "a\r\nb", "\u{1B}[2J\u{1B}]0;title\u{07}", "\u{202E}gnod\u{2066}", "</script><script>", "\\",
    "\0", "\u{2028}", "a" + String(repeating: "\u{0301}", count: 5000),
    String(repeating: "dài ", count: 500), "", "漢字", "\u{7F}\u{9B}31m", "🇻🇳👨‍👩‍👧",
  ]
}
