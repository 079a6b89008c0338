"""Family G: good practice. Nothing fails; these are told where `--advice` asks for them."""
