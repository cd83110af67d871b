import InventoryStore
import Presentation
import Prioritization

/// The filter of the ranking as a form.
struct RankingForm {
  let call: PageCall
  let query: RankingQuery
  let provinces: [(code: String, name: String)]
  let groups: [GroupMembers]
  let policy: Policy

  func values() -> PageValues {
    let filter = query.filter
    var values: PageValues = [
      "provinces": provinces.map {
        ["value": $0.code, "label": $0.name, "selected": $0.code == query.province]
      },
      "choosesProvince": provinces.count > 1,
      "kinds": RankingFilter.Kind.allCases.map {
        option($0.rawValue, $0.messageKey, filter.kind == $0)
      },
      "places": RankingFilter.Place.allCases.map {
        option($0.rawValue, "place.\($0.rawValue)", filter.place == $0)
      },
      "states": ReportingState.allCases.map {
        option($0.rawValue, $0.messageKey, filter.reporting == $0)
      },
      "hasGroups": !groups.isEmpty,
      "groups": groups.map { group in
        [
          "value": "\(group.number)", "label": group.name,
          "selected": group.number == filter.group?.number,
        ] as PageValues
      },
      "search": filter.search, "maximumSearch": RankingQuery.maximumSearch,
      // Active conditions must be visible.
      "isOpen": call.query["asOf"] != nil || filter.kind != nil || filter.place != nil
        || filter.reporting != nil || filter.group != nil || filter.below != nil,
      "criteria": policy.criteria.filter { $0.weight > 0 }.map {
        [
          "value": $0.id, "label": $0.label[call.language], "selected": $0.id == filter.below?.id,
        ] as PageValues
      },
      "isFiltered": !filter.isEverything || query.province != nil || query.sort != nil,
      "clear": PageAddress.make("/ranking", [:]), "asOf": day ?? call.query["asOf"] ?? "",
      "today": VietnamDay.text(call.now),
    ]
    // A new search covers both lists; otherwise the chosen list is kept while other choices change.
    if query.namesQueue, filter.search.isEmpty { values["queue"] = filter.queue?.rawValue ?? "all" }
    if let sort = query.sort { values["sort"] = sort.text }
    return values
  }

  /// The requested past day, as a form field contains it.
  private var day: String? {
    (try? call.query.asOf(now: call.now)).map(VietnamDay.text)
  }

  private func option(_ value: String, _ key: String, _ isChosen: Bool) -> PageValues {
    ["value": value, "label": call.text(key), "selected": isChosen]
  }
}
