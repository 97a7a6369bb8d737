// A slider that keyboards and screen readers know: the browser's own. While somebody moves it, it
// stays where their finger is; the server hears of it a few times a second, and at the end.
export default {
  template: `<input type="range" class="range" :min="min" :max="max" :step="step" :disabled="disable"
    v-model.number="place" @input="say" @change="end" />`,
  props: { value: Number, min: Number, max: Number, step: Number, disable: Boolean },
  emits: ["moved"],
  data() {
    return { place: this.value, said: 0, moving: false };
  },
  watch: {
    value(place) {
      if (!this.moving) this.place = place;
    },
  },
  methods: {
    say() {
      this.moving = true;
      if (Date.now() - this.said < 250) return;
      this.said = Date.now();
      this.$emit("moved", this.place);
    },
    end() {
      this.moving = false;
      this.$emit("moved", this.place);
    },
  },
};
