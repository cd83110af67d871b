extension PolicyReader {
  func reporting() throws(PolicyError) -> ReportingLimits {
    guard let section = try root.section("reporting") else { return ReportingLimits() }
    try section.expect(keys: ["freshDays", "silentDays", "source"])
    let standard = ReportingLimits()
    let fresh = try section.number(
      "freshDays", else: standard.freshDays, in: 0...3650, "of days from 0 to 3650")
    let silent = try section.number(
      "silentDays", else: standard.silentDays, in: 0...3650, "of days from 0 to 3650")
    guard silent >= fresh else {
      throw section.failure(
        "silentDays",
        "\"silentDays\" is \(shown(silent)), below \"freshDays\" \(shown(fresh)); it must be at least that"
      )
    }
    return ReportingLimits(
      freshDays: fresh, silentDays: silent, source: try section.words("source", else: ""))
  }

  func adequacy() throws(PolicyError) -> Adequacy {
    guard let section = try root.section("adequacy") else { return Adequacy() }
    try section.expect(
      keys: ["minimumMemoryBytes", "minimumThreads", "maximumAgeYears", "solidState", "source"],
      newer: ["supportedSystem", "oldCounts"])
    let standard = Adequacy()
    return Adequacy(
      minimumMemoryBytes: try section.integer(
        "minimumMemoryBytes", else: standard.minimumMemoryBytes, in: 0...(1 << 50), "of bytes"),
      minimumThreads: try section.integer(
        "minimumThreads", else: standard.minimumThreads, in: 0...4096, "from 0 to 4096"),
      maximumAgeYears: try section.number(
        "maximumAgeYears", else: standard.maximumAgeYears, in: 0...100, "of years from 0 to 100"),
      solidState: try section.truth("solidState", else: standard.solidState),
      source: try section.words("source", else: ""),
      supportedSystem: section.has("supportedSystem")
        ? try section.truth("supportedSystem", else: false) : nil,
      oldCounts: section.has("oldCounts")
        ? try section.number("oldCounts", in: 0...1, "from 0 (as none) to 1 (as a new one)") : nil)
  }

  func line() throws(PolicyError) -> LineLimits {
    guard let section = try root.section("bandwidth") else { return LineLimits() }
    try section.expect(keys: ["maximumAgeDays", "source"])
    return LineLimits(
      maximumAgeDays: try section.number(
        "maximumAgeDays", else: LineLimits().maximumAgeDays, in: 1...3650,
        "of days from 1 to 3650"),
      source: try section.words("source", else: ""))
  }

  func services() throws(PolicyError) -> ServiceRequirements {
    guard let section = try root.section("services") else { return ServiceRequirements() }
    try section.expect(keys: ["required", "signatures", "source"])
    return ServiceRequirements(
      required: try section.names("required"), signatures: try section.names("signatures"),
      source: try section.words("source", else: ""))
  }

  func evidence() throws(PolicyError) -> EvidenceRules? {
    guard let section = try root.section("evidence") else { return nil }
    try section.expect(keys: ["marginDays", "confirmDays", "lineShare", "source"])
    let standard = EvidenceRules()
    return EvidenceRules(
      marginDays: try section.number(
        "marginDays", else: standard.marginDays, in: 0...365, "of days from 0 to 365"),
      confirmDays: try section.number(
        "confirmDays", else: standard.confirmDays, in: 1...365, "of days from 1 to 365"),
      lineShare: try section.number(
        "lineShare", else: standard.lineShare, in: 0.1...1, "from 0.1 to 1"),
      source: try section.words("source", else: ""))
  }

  func plan(_ context: [ContextBonus]) throws(PolicyError) -> PlanLimits? {
    guard let section = try root.section("plan") else { return nil }
    try section.expect(
      keys: ["floor", "cap", "remoteQuota", "visitCost", "source"],
      newer: ["visitShare", "horizonYears"])
    let money = 0...1_000_000_000_000_000
    let floor = try section.integer("floor", else: 0, in: money, "of VND from 0")
    let cap = section.has("cap") ? try section.integer("cap", in: money, "of VND from 0") : nil
    if let cap, cap < floor {
      throw section.failure(
        "cap", "\"cap\" of [plan] is \(cap) VND, below \"floor\" \(floor); it must be at least that"
      )
    }
    let quota = try section.number("remoteQuota", else: 0, in: 0...1, "from 0 to 1")
    guard quota == 0 || context.contains(where: { $0.id == Policy.remoteContextId }) else {
      throw section.failure(
        "remoteQuota",
        """
        "remoteQuota" of [plan] needs a [[context]] with id = "remote", which says which communes \
        are remote; add it, or remove the quota
        """)
    }
    return PlanLimits(
      floor: floor, cap: cap, remoteQuota: quota,
      visitCost: try section.integer("visitCost", else: 0, in: money, "of VND from 0"),
      source: try section.words("source", else: ""),
      visitShare: section.has("visitShare")
        ? try section.number("visitShare", in: 0...1, "from 0 to 1") : nil,
      horizonYears: section.has("horizonYears")
        ? try section.number("horizonYears", in: 1...50, "of years from 1 to 50") : nil)
  }
}
