//! QR codes as SVG, drawn on the server: they work without script and print well.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// Modules of white around the code, as scanners ask for.
const QUIET: usize = 4;

/// The code of an address; empty when the text is too long for one.
pub fn svg(text: &str) -> String {
    drawn(text, ECL::M)
}

/// The code of a long text, with less to spare for dirt, so that its dots stay large enough.
pub fn long(text: &str) -> String {
    drawn(text, ECL::L)
}

fn drawn(text: &str, spare: ECL) -> String {
    let Ok(code) = QRBuilder::new(text).ecl(spare).build() else {
        return String::new();
    };
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for row in 0..code.size {
        let mut run = 0;
        let dark = code[row].iter().take(code.size).map(|module| module.value());
        for (column, dark) in dark.chain([false]).enumerate() {
            if dark {
                run += 1;
            } else if run > 0 {
                let (x, y) = (column - run + QUIET, row + QUIET);
                // Writing into a string cannot fail.
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                run = 0;
            }
        }
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>"##
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_becomes_a_picture() {
        let svg = super::svg("https://example.org/track/QH7K-3M9D");
        assert!(svg.starts_with("<svg"));
        assert!(svg.contains("M4 4h7v1h-7z"), "the top left corner is seven wide");
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        assert_eq!(super::svg(&"长".repeat(4_000)), "");
    }
}
