public import Foundation
import GRDB

/// The import that brought a figure of the register.
public struct FigureSource: Sendable, Equatable {
  /// The document from which the table was made, as the importer named it; nil if not named.
  public var document: String?
  /// nil if the figure comes with the program.
  public var importedBy: String?
  public var importedAt: Date

  /// The sources of a commune's figures, by column of the table `commune`. A figure that an earlier
  /// version imported has none.
  static func all(of commune: String, _ database: Database) throws -> [String: FigureSource] {
    let rows = try Row.fetchAll(
      database.cachedStatement(
        sql: """
          SELECT s.figure, i.source, i.importedBy, i.importedAt
          FROM commune_figure_source s JOIN register_import i ON i.number = s.import
          WHERE s.commune = ?
          """), arguments: [commune])
    return Dictionary(
      rows.map { row in
        let importer: String = row["importedBy"]
        return (
          row["figure"],
          FigureSource(
            document: row["source"], importedBy: importer == Actor.centre.name ? nil : importer,
            importedAt: row.date("importedAt"))
        )
      }, uniquingKeysWith: { first, _ in first })
  }
}
