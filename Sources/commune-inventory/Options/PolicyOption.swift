import ArgumentParser

/// The option that names a policy; see ``GlobalOptions/policy(_:)``.
struct PolicyOption: ParsableArguments {
  @Option(
    help: "Policy file. Without it: the one that the settings name, otherwise the standard policy.")
  var policy: String?
}
