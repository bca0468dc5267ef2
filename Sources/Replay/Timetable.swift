// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What is to be played, in the order of time: a heap of moments, and under each the story that goes on then.
struct Timetable: Sendable {
    private struct Entry: Sendable {
        let at: Date
        let story: Story

        func isBefore(_ other: Entry) -> Bool { (at, story.number) < (other.at, other.story.number) }
    }

    private var heap: [Entry] = []

    var next: Date? { heap.first?.at }

    mutating func add(_ story: Story, at time: Date) {
        heap.append(Entry(at: time, story: story))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes what comes next before `end`.
    mutating func take(before end: Date) -> (at: Date, story: Story)? {
        guard let first = heap.first, first.at < end else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return (first.at, first.story)
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) { least = child }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
