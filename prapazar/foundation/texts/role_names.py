"""Names of the seeded roles, by their key; a role people made keeps the name they gave it."""

TEXTS = {
    "admin": ("Yönetici", "Admin"),
    "operator": ("Operatör", "Operator"),
    "integrator": ("Entegratör", "Integrator"),
    "tech_service": ("Teknik servis", "Technical service"),
    "dropshipper": ("Bayi", "Dealer"),
    "supplier": ("Tedarikçi", "Supplier"),
    "sales_rep": ("Satış temsilcisi", "Sales rep"),
    "support_rep": ("Destek temsilcisi", "Support rep"),
    "super_admin": ("Kurulum yöneticisi", "Super admin"),
}
