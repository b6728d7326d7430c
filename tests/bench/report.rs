use serde_json::{Value, json};

/// The numbers so far.
#[derive(Default)]
pub(crate) struct Report {
    measurements: Vec<Value>,
}

impl Report {
    /// Leaves the numbers in the file that `BALADOS_BENCH_OUT` names.
    pub(crate) fn write(self) {
        let out = std::env::var_os("BALADOS_BENCH_OUT").expect("BALADOS_BENCH_OUT names a file");
        std::fs::write(out, Value::from(self.measurements).to_string())
            .expect("the numbers are written");
    }

    pub(crate) fn say(&mut self, name: &str, value: f64, unit: &str, note: &str) {
        eprintln!("{name}: {value:.3} {unit}");
        self.measurements.push(json!({ "name": name, "value": value, "unit": unit, "note": note }));
    }

    /// The middle one of several tries, in milliseconds.
    pub(crate) fn say_median(&mut self, name: &str, mut tries: Vec<f64>, note: &str) {
        tries.sort_by(f64::total_cmp);
        let (least, most) = (tries[0], tries[tries.len() - 1]);
        let note = format!("median of {}, {least:.0} to {most:.0}; {note}", tries.len());
        self.say(name, tries[tries.len() / 2], "ms", &note);
    }
}
