"""Directors' signatures: CMS messages, GOST and other algorithms, certificates, trust."""
