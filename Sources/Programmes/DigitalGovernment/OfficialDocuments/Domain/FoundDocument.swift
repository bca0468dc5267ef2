// SPDX-License-Identifier: Apache-2.0

package import Kernel
import Search

/// What somebody looks for among what an agency wrote and what came to it.
package struct DocumentQuestion: Sendable, Equatable {
    package var text = ""
    /// Nil for both ways.
    package var way: FoundDocument.Way?
    package var type: String?
    package var year: Int?
    /// The last document of the page before.
    package var before: String?

    package init() {}
}

/// A document that was found, as its line shows it.
package struct FoundDocument: Sendable, Equatable {
    package enum Way: String, Sendable, CaseIterable { case out, `in` }

    /// The id of its case, or of its entry in the book of arrivals.
    package let id: String
    package let way: Way
    package let agency: Place
    package let year: Int
    package let type: String
    /// On which it was issued; of a draft, on which it was changed last.
    package let day: Day
    /// Number and notation; "" before there is one.
    package let number: String
    package let subject: String
    /// Who signed what went out, who issued what came.
    package let party: String
    /// Of the ledger.
    package let event: String
}

/// The words somebody typed, folded. The last may be the beginning of one.
struct DocumentWords: Sendable, Equatable {
    static let limit = 8
    /// Longer ones are cut, in the index too.
    static let length = 40

    let whole: [String]
    /// "" where nothing was typed.
    let beginning: String

    init(typed: String) {
        var words = Self.all(in: typed)
        beginning = words.popLast() ?? ""
        var seen: Set<String> = []
        whole = words.filter { seen.insert($0).inserted }.suffix(Self.limit - 1).map(\.self)
    }

    /// Every word of a text, in its order, folded: `Ủy ban` is `uy`, `ban`.
    static func all(in text: String) -> [String] {
        VietnameseText.words(VietnameseText.folded(text)).map { String($0.prefix(length)) }
    }

    /// The words by which a document is found: a number without its nought too.
    static func index(_ texts: [String]) -> Set<String> {
        var index: Set<String> = []
        for word in texts.flatMap(all(in:)) {
            index.insert(word)
            if word.first == "0", let number = Int(word) { index.insert("\(number)") }
        }
        return index
    }

    func isHit(_ word: String) -> Bool {
        guard let folded = Self.all(in: word).first else { return false }
        return whole.contains(folded) || (!beginning.isEmpty && folded.hasPrefix(beginning))
    }
}

/// A text in pieces, those that were looked for apart.
struct MarkedText: Sendable {
    struct Piece: Sendable, Equatable {
        let text: String, isHit: Bool
    }

    private(set) var pieces: [Piece] = []

    init(_ text: String, _ words: DocumentWords) {
        var word = String.UnicodeScalarView()
        var between = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if Self.isOfWord(scalar) || (!word.isEmpty && Self.apostrophes.contains(scalar)) {
                add(&between, isHit: false)
                word.append(scalar)
            } else {
                add(&word, isHit: words.isHit(String(word)))
                between.append(scalar)
            }
        }
        add(&word, isHit: words.isHit(String(word)))
        add(&between, isHit: false)
    }

    /// The part of a text around the first hit, with `…` where it was cut; its beginning where there is none.
    static func excerpt(of text: String, _ words: DocumentWords, around width: Int = 160) -> MarkedText {
        let all = MarkedText(text.split(whereSeparator: \.isNewline).joined(separator: " "), words)
        let hit = all.pieces.firstIndex(where: \.isHit) ?? 0
        let before = all.pieces[..<hit].map(\.text).joined()
        var excerpt = MarkedText()
        if before.count > width / 3 {
            // From the beginning of a word.
            let near = before.suffix(width / 3).drop { !$0.isWhitespace }
            excerpt.pieces = [.init(text: "…\(near)", isHit: false)]
        } else {
            excerpt.pieces = Array(all.pieces[..<hit])
        }
        var left = width
        for piece in all.pieces[hit...] where left > 0 {
            let isCut = piece.text.count > left
            let shown = isCut ? piece.text.prefix(left) + " …" : piece.text[...]
            excerpt.pieces.append(.init(text: String(shown), isHit: piece.isHit))
            left -= piece.text.count
        }
        return excerpt
    }

    var hasHit: Bool { pieces.contains(where: \.isHit) }

    private init() {}

    private mutating func add(_ scalars: inout String.UnicodeScalarView, isHit: Bool) {
        guard !scalars.isEmpty else { return }
        let text = String(scalars)
        if let last = pieces.last, last.isHit == isHit {
            pieces[pieces.count - 1] = .init(text: last.text + text, isHit: isHit)
        } else {
            pieces.append(.init(text: text, isHit: isHit))
        }
        scalars = String.UnicodeScalarView()
    }

    private static let apostrophes = "'’ʼ`".unicodeScalars

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark
    }
}
