"""QR codes: which modules they have, and drawing them as SVG, PNG and PDF."""
