public import FoundationEssentials
public import Prioritization

/// A policy as people call it. The identifier of the one that comes with the product is a word that
/// has a translation; any other is a name that its authors chose.
extension Messages {
  public func policyName(_ policy: Policy, _ language: Language) -> String {
    policy.id == "standard"
      ? self("policy.standard", language) : DisplayText.neutralised(policy.id)
  }

  /// "Policy NAME, version 4".
  public func policyVersion(_ policy: Policy, _ language: Language) -> String {
    self(
      "policy.version", language,
      ["policy": policyName(policy, language), "version": "\(policy.version)"])
  }

  /// Policy and version, and the time of the figures: what stands below a title.
  public func subtitle(_ policy: Policy, asOf: Date?, _ language: Language) -> String {
    self(
      "ranking.subtitle", language,
      [
        "policy": policyName(policy, language), "version": "\(policy.version)",
        "asOf": PeopleFormat(language).dateTime(asOf),
      ])
  }
}
