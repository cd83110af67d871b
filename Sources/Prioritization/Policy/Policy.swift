/// The rules for comparing communes: criteria with absolute standards, weights, and bonuses for
/// hard circumstances. Read from one TOML file; `inventory/policies/README.md` documents it.
public struct Policy: Sendable, Equatable, Codable {
  /// Largest file that is accepted.
  public static let maximumBytes = 256 << 10
  /// Most criteria, and most context bonuses, that one policy may have.
  public static let maximumCriteria = 64
  /// Largest sum of bonuses: circumstances may raise a need by half, but not replace it.
  public static let maximumBonus = 0.5

  /// Latest model that a file can request.
  public static let latestFormat = 2

  public var id: String
  /// Incremented with every change, from 1.
  public var version: Int
  /// A commune below this confidence (0…1) is verified before anything is bought for it.
  public var confidence: Double
  /// At least one; their order is the order of gaps and contributions.
  public var criteria: [Criterion]
  public var context: [ContextBonus]
  public var reporting: ReportingLimits
  public var adequacy: Adequacy
  public var line: LineLimits
  public var services: ServiceRequirements
  /// The catalogue: what can be bought.
  public var items: [CatalogueItem]
  public var lines: [LineOption]
  /// `nil` if the policy does not mention plans.
  public var plan: PlanLimits?
  /// The origin of the weights of ``criteria``.
  public var weighting: Weighting
  /// Who decided on the policy; may be empty.
  public var source: LocalizedText
  /// As written; `nil` in files and stored plans from before the second model.
  private var writtenFormat: Int?
  /// `nil` if the policy does not mention evidence.
  var writtenEvidence: EvidenceRules?

  /// The model of the policy. In model 1 every criterion counts as need, an officer's word counts
  /// as much as a machine's, and only ranked communes are bought for. Model 2 adds what README.md
  /// marks as such.
  public var format: Int { writtenFormat ?? 1 }

  /// - Parameter vocabulary: The names that it may use; nil for any, if a table supplies the
  ///   values.
  /// - Throws: ``PolicyError`` with the line, the key and the remedy.
  public init(toml: String, vocabulary: PolicyVocabulary? = nil) throws(PolicyError) {
    self = try PolicyReader(toml, vocabulary).policy()
  }

  init(
    id: String, version: Int, confidence: Double, criteria: [Criterion], context: [ContextBonus],
    reporting: ReportingLimits, adequacy: Adequacy, line: LineLimits,
    services: ServiceRequirements, items: [CatalogueItem], lines: [LineOption],
    plan: PlanLimits?, weighting: Weighting, source: LocalizedText,
    format: Int = 1, evidence: EvidenceRules? = nil
  ) {
    writtenEvidence = evidence
    (self.id, self.version, self.confidence, self.criteria) = (id, version, confidence, criteria)
    (self.context, self.reporting, self.adequacy, self.line) = (context, reporting, adequacy, line)
    (self.services, self.items, self.lines, self.plan) = (services, items, lines, plan)
    (self.weighting, self.source) = (weighting, source)
    writtenFormat = format == 1 ? nil : format
  }

  /// The criteria that give points.
  public var needCriteria: [Criterion] { criteria.filter { $0.effect == .need } }

  /// E_max: the emphasis of a commune for which every bonus counts fully.
  public var maximumEmphasis: Double { 1 + context.reduce(0) { $0 + $1.bonus } }
}
