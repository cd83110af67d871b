import ArgumentParser

/// Which part of the country a result is about.
struct ProvinceOption: ParsableArguments {
  @Option(help: "Only this province (two-digit code).")
  var province: String?
}

/// For which communes of it; groups are those of `communes groups`.
struct GroupOption: ParsableArguments {
  @Option(help: "Only communes of this group, by its name or number: see communes groups list.")
  var group: String?
}
