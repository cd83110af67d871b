import ArgumentParser

/// The option for the part of the country that a result covers.
struct ProvinceOption: ParsableArguments {
  @Option(help: "Only this province (two-digit code).")
  var province: String?
}

/// The option for the communes that a result covers; groups are those of `communes groups`.
struct GroupOption: ParsableArguments {
  @Option(help: "Only communes of this group, by its name or number: see communes groups list.")
  var group: String?
}
