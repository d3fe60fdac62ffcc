import { bilingual, type Language } from './bilingual.ts';

/** Names of what the rule profiles name by an id: limits, taxes, buyer types, units. An id without words is shown as it is. */
type Named = Readonly<Record<string, string>>;

/** Limits by the id of the profile: the label over the bar, and the name inside a sentence ("Over the flower limit"). */
const limits: Readonly<
  Record<Language, Readonly<Record<string, { readonly label: string; readonly inside: string }>>>
> = {
  en: {
    'ok.flower': { label: 'Flower', inside: 'flower' },
    'ok.concentrate': { label: 'Concentrate', inside: 'concentrate' },
    'ok.edible': { label: 'Edibles', inside: 'edibles' },
    'ok.topical': { label: 'Topicals', inside: 'topicals' },
    'ok.mature': { label: 'Plants', inside: 'mature plants' },
    'ok.seedling': { label: 'Seedlings', inside: 'seedlings' },
    'co.rec.equiv': { label: 'As flower', inside: 'flower equivalent' },
    'co.med.flower': { label: 'Flower', inside: 'flower' },
    'co.med.conc.21': { label: 'Concentrate', inside: 'concentrate' },
    'co.med.conc.18': { label: 'Concentrate', inside: 'concentrate' },
    'co.med.products': { label: 'Products', inside: 'products' },
    'mi.rec.usable': { label: 'Usable', inside: 'usable' },
    'mi.rec.concentrate': { label: 'Concentrate', inside: 'concentrate' },
    'mi.rec.plants': { label: 'Plants', inside: 'plants' },
    'mi.med.day': { label: 'Usable today', inside: 'daily' },
    'ca.rec.flower': { label: 'Flower', inside: 'flower' },
    'ca.rec.concentrate': { label: 'Concentrate', inside: 'concentrate' },
    'ca.med.flower': { label: 'Flower', inside: 'flower' },
  },
  es: {
    'ok.flower': { label: 'Flor', inside: 'flor' },
    'ok.concentrate': { label: 'Concentrado', inside: 'concentrado' },
    'ok.edible': { label: 'Comestibles', inside: 'comestibles' },
    'ok.topical': { label: 'Tópicos', inside: 'tópicos' },
    'ok.mature': { label: 'Plantas', inside: 'plantas maduras' },
    'ok.seedling': { label: 'Plántulas', inside: 'plántulas' },
    'co.rec.equiv': { label: 'Como flor', inside: 'equivalente en flor' },
    'co.med.flower': { label: 'Flor', inside: 'flor' },
    'co.med.conc.21': { label: 'Concentrado', inside: 'concentrado' },
    'co.med.conc.18': { label: 'Concentrado', inside: 'concentrado' },
    'co.med.products': { label: 'Productos', inside: 'productos' },
    'mi.rec.usable': { label: 'Utilizable', inside: 'utilizable' },
    'mi.rec.concentrate': { label: 'Concentrado', inside: 'concentrado' },
    'mi.rec.plants': { label: 'Plantas', inside: 'plantas' },
    'mi.med.day': { label: 'Utilizable hoy', inside: 'diario' },
    'ca.rec.flower': { label: 'Flor', inside: 'flor' },
    'ca.rec.concentrate': { label: 'Concentrado', inside: 'concentrado' },
    'ca.med.flower': { label: 'Flor', inside: 'flor' },
  },
};

const taxes: Readonly<Record<Language, Named>> = {
  en: { ok_mmj: 'Medical marijuana tax', ok_sales: 'Sales tax' },
  es: {
    ok_mmj: 'Imp. marihuana medicinal',
    ok_sales: 'Imp. sobre ventas',
    co_rm: 'Imp. estatal de marihuana',
    co_gen: 'Imp. estatal de ventas',
    co_gen_acc: 'Imp. de ventas, accesorios',
    co_city: 'Imp. de ventas de la ciudad',
    co_city_rm: 'Imp. especial de la ciudad',
    co_district: 'Imp. de distrito',
    mi_excise: 'Imp. especial de marihuana',
    mi_sales: 'Imp. sobre ventas',
    ca_cbt_au: 'Imp. cannabis de la ciudad',
    ca_cbt_med: 'Imp. cannabis de la ciudad',
    ca_excise: 'Imp. especial de cannabis',
    ca_sales: 'Imp. sobre ventas',
  },
};

const buyers: Readonly<Record<Language, Named>> = {
  en: { patient: 'Adult patient', minor_patient: 'Minor patient', caregiver: 'Caregiver', adult: 'Adult' },
  es: { patient: 'Paciente adulto', minor_patient: 'Paciente menor', caregiver: 'Cuidador', adult: 'Adulto' },
};

const units: Readonly<Record<Language, Named>> = {
  en: {
    g: 'g',
    mg_thc: 'mg THC',
    fl_oz: 'fl oz',
    count: 'plants',
    Grams: 'g',
    Milligrams: 'mg',
    Ounces: 'oz',
    Pounds: 'lb',
    Kilograms: 'kg',
    Each: '',
  },
  es: {
    g: 'g',
    mg_thc: 'mg THC',
    fl_oz: 'fl oz',
    count: 'plantas',
    Grams: 'g',
    Milligrams: 'mg',
    Ounces: 'oz',
    Pounds: 'lb',
    Kilograms: 'kg',
    Each: '',
  },
};

export const limitName = (id: string, language: Language): { readonly label: string; readonly inside: string } =>
  limits[language][id] ?? { label: id, inside: id };
export const taxName = (id: string, givenName: string, language: Language): string => taxes[language][id] ?? givenName;
export const buyerName = (buyerType: string, language: Language): string => buyers[language][buyerType] ?? buyerType;
/** A unit as it stands behind a figure; counted packages have none. */
export const unitName = (unit: string, language: Language): string => units[language][unit] ?? unit;

/** Roles on the staff tiles. */
export const roleWords = bilingual(
  { budtender: 'Budtender', lead: 'Store lead', installer: 'Installer' },
  { budtender: 'Vendedor', lead: 'Encargado', installer: 'Instalador' },
);
