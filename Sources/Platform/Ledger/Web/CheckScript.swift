// SPDX-License-Identifier: Apache-2.0

import Kernel

/// A proof as a script for bash and openssl, short enough to be read before it is run. Every value in it is hex, so no
/// text of an event can become a command.
struct CheckScript {
    let text: String

    init(_ seal: RecordedEvent.Seal) {
        let steps = seal.proof.steps.map { "  \($0.isLeft ? "left " : "right") \($0.hash.hex)" }
        text = """
            #!/bin/bash
            # Checks that one event is part of the signed ledger, with bash and openssl alone:
            #   bash ledger-\(seal.position).sh
            # docs/ledger.md of Đôi Cánh describes the bytes.
            set -euo pipefail
            bytes() { printf "$(printf '%s' "$1" | sed 's/../\\\\x&/g')"; }
            sha256() { bytes "$1" | openssl dgst -sha256 -r | cut -c1-64; }

            # The event as it was sealed.
            leaf=\(seal.leafBytes.hex)
            # The hashes beside the way from the event up to the root.
            steps="
            \(steps.joined(separator: "\n"))
            "
            # The head that the node signed: \(seal.head.head.size) events.
            root=\(seal.head.head.root.hex)
            head=\(seal.head.head.bytes.hex)
            signature=\(seal.head.head.signature.hex)
            key="\(seal.head.key.pem)"

            hash=$(sha256 "00$leaf")
            while read -r side sibling; do
              case "$side" in
                left) hash=$(sha256 "01$sibling$hash") ;;
                right) hash=$(sha256 "01$hash$sibling") ;;
              esac
            done <<< "$steps"
            [ "$hash" = "$root" ] || { echo "NO: the event is not part of the ledger"; exit 1; }
            case "$head" in *"$root"*) ;; *) echo "NO: the head has another root"; exit 1 ;; esac
            folder=$(mktemp -d)
            trap 'rm -r "$folder"' EXIT
            bytes "$head" > "$folder/head"
            bytes "$signature" > "$folder/signature"
            printf '%s\\n' "$key" > "$folder/key.pem"
            openssl dgst -sha256 -verify "$folder/key.pem" -signature "$folder/signature" "$folder/head" > /dev/null \\
              || { echo "NO: the head is not signed with this key"; exit 1; }
            echo "YES: event \(seal.position) of \(seal.head.head.size), signed with key \(seal.head.key.id)"
            echo "The event:"
            bytes "$leaf" | tr -c '[:print:]\\200-\\377' '\\n' | grep -a .. || true

            """
    }
}

extension InclusionProof {
    /// The path with the side on which each hash stands.
    var steps: [(isLeft: Bool, hash: Hash)] {
        var steps: [(Bool, Hash)] = []
        var (fn, sn) = (leafIndex, treeSize - 1)
        for hash in path {
            let isLeft = fn & 1 == 1 || fn == sn
            if isLeft { while fn & 1 == 0, fn != 0 { (fn, sn) = (fn >> 1, sn >> 1) } }
            steps.append((isLeft, hash))
            (fn, sn) = (fn >> 1, sn >> 1)
        }
        return steps
    }
}
