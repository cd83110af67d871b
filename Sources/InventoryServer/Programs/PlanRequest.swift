import Foundation
import Prioritization

/// What `POST /api/v1/plan` is sent: `{"budget": 50000000000, "province": "51"}`.
struct PlanRequest: Decodable, Equatable {
  /// Whole VND.
  var budget: Int
  /// Two digits; nil for the country.
  var province: String?

  private enum CodingKeys: String, CodingKey, CaseIterable { case budget, province }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// - Throws: ``ServerError`` with `argumentMalformed`.
  init(_ body: Data) throws {
    do {
      self = try JSONDecoder().decode(PlanRequest.self, from: body)
    } catch let error as ServerError {
      throw error
    } catch {
      throw ServerError(
        .argumentMalformed,
        "The body is not a plan request: send {\"budget\": 50000000000, \"province\": \"51\"}, the budget in whole VND."
      )
    }
  }

  init(from decoder: any Decoder) throws {
    // A province that is misspelt must not become a plan for the country.
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys
    where CodingKeys(rawValue: key.stringValue) == nil {
      throw ServerError(
        .argumentMalformed,
        "Unknown member \"\(key.stringValue.prefix(40))\" in a plan request: use budget and province."
      )
    }
    let members = try decoder.container(keyedBy: CodingKeys.self)
    budget = try members.decode(Int.self, forKey: .budget)
    province = try members.decodeIfPresent(String.self, forKey: .province)
    guard (0...Plan.maximumBudget).contains(budget) else {
      throw ServerError(
        .argumentMalformed, "The budget is whole VND from 0 to \(Plan.maximumBudget).")
    }
  }
}
