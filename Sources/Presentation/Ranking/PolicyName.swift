public import FoundationEssentials
public import Prioritization

/// The name of a policy for people. The identifier of the built-in policy is a word that has a
/// translation; any other is a name that its authors chose.
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

  /// Policy, version and the time of the figures, for the line below a title.
  public func subtitle(_ policy: Policy, asOf: Date?, _ language: Language) -> String {
    self(
      "ranking.subtitle", language,
      [
        "policy": policyName(policy, language), "version": "\(policy.version)",
        "asOf": PeopleFormat(language).dateTime(asOf),
      ])
  }
}
