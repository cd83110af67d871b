import Prioritization

/// What a program has to know before it acts on a plan.
extension PlanJSON {
  /// Purchases of the plan that running programmes already make.
  struct Running: Encodable {
    struct Commune: Encodable {
      var code: String
      var units: Int
    }

    var programmes: [String]
    var units, cost: Int
    /// `nil` in plans that were saved before it was recorded.
    @Nullable var communes: [Commune]?

    init(_ running: RunningProgrammes) {
      programmes = running.programmes
      units = running.units
      cost = running.cost
      communes = running.communes.map { units in
        units.sorted { $0.key < $1.key }.map { Commune(code: $0.key, units: $0.value) }
      }
    }
  }

  /// How the plan deviates from the policy as written.
  struct Adjustments: Encodable {
    struct Limit: Encodable {
      var limit: String
      @Nullable var value: Double?
      @Nullable var written: Double?
    }

    var limits: [Limit]
    /// Ids of the catalogue that are not bought.
    var without: [String]

    init(_ document: PlanDocument) {
      limits = document.adjustedLimits.map {
        Limit(limit: $0.name, value: $0.value, written: $0.written)
      }
      without = document.excluded.map(\.id)
    }
  }
}
